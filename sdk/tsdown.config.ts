import { defineConfig } from "tsdown";

/** Optional peers of `rustybt/report`, loaded when a PDF is asked for. */
const peers = ["@react-pdf/renderer", "dejavu-fonts-ttf", "react"];

export default defineConfig({
  entry: { index: "src/index.ts", cli: "src/cli/main.ts", charts: "src/charts/index.ts", report: "src/report/index.ts" },
  format: "esm",
  platform: "node",
  target: "node22.18",
  fixedExtension: false,
  // Less to read at every start; names stay, for whoever reads a stack trace.
  minify: { compress: false, mangle: false, codegen: { removeWhitespace: true } },
  checks: { bundlerTimings: false },
  // Only what strangers import has types; the command line is a program.
  dts: { entry: ["src/index.ts", "src/charts/index.ts", "src/report/index.ts"], eager: true },
  tsconfig: "../tsconfig.json",
  deps: {
    alwaysBundle: [/^@rustybt\/engine/, /^d3-/],
    neverBundle: ["decimal.js", /^rustybt-/, ...peers],
    onlyImport: ["decimal.js", /^rustybt-/, ...peers],
    onlyBundle: false,
  },
});
