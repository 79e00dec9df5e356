import { defineConfig } from "tsdown";

export default defineConfig({
  entry: { index: "src/index.ts", cli: "src/cli/main.ts" },
  format: "esm",
  platform: "node",
  target: "node22.18",
  fixedExtension: false,
  // Less to read at every start; names stay, for whoever reads a stack trace.
  minify: { compress: false, mangle: false, codegen: { removeWhitespace: true } },
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
