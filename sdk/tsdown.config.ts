import { defineConfig } from "tsdown";

export default defineConfig({
  entry: { index: "src/index.ts", cli: "src/cli/main.ts" },
  format: "esm",
  platform: "node",
  target: "node22.18",
  fixedExtension: false,
  checks: { bundlerTimings: false },
  // Only what strangers import has types; the command line is a program.
  dts: { entry: "src/index.ts", eager: true },
  tsconfig: "../tsconfig.json",
  deps: {
    alwaysBundle: [/^@rustybt\/engine/],
    neverBundle: ["decimal.js", /^rustybt-/],
    onlyImport: ["decimal.js", /^rustybt-/],
    onlyBundle: false,
  },
});
