import { defineConfig, type UserConfig } from "tsdown";

/** Optional peers of `rustybt/report`, loaded when a PDF is asked for. */
const peers = ["@react-pdf/renderer", "dejavu-fonts-ttf", "react"];

/**
 * V8 keeps a text in one byte a character only when all of it is Latin-1: one "…" doubles what an import holds in memory. After minifying,
 * which writes such characters out again. Escapes mean the same in strings, templates and patterns; nothing here uses `String.raw`.
 */
const asciiText = {
  name: "ascii-text",
  generateBundle(_options: unknown, bundle: Record<string, { type: string; code?: string }>) {
    for (const chunk of Object.values(bundle)) {
      if (chunk.type !== "chunk" || chunk.code === undefined) continue;
      chunk.code = chunk.code.replace(/[^\0-\x7f]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`);
    }
  },
};

const common: UserConfig = {
  // The build empties the folder before both bundles: one of them would take away what the other has written.
  clean: false,
  format: "esm",
  platform: "node",
  target: "node22.18",
  fixedExtension: false,
  // Less to read at every start and less to keep; names of functions stay, for whoever reads a stack trace.
  // Rewritten expressions (`compress`) would cost the bar loop a tenth of its speed (W1) and save 5 % of the text.
  minify: { compress: false, mangle: { toplevel: true, keepNames: { function: true, class: true } }, codegen: { removeWhitespace: true } },
  checks: { bundlerTimings: false },
  tsconfig: "../tsconfig.json",
  deps: {
    alwaysBundle: [/^@rustybt\/engine/, /^d3-/],
    neverBundle: ["decimal.js", /^rustybt-/, ...peers],
    onlyImport: ["decimal.js", /^rustybt-/, ...peers],
    onlyBundle: false,
  },
};

/** The command line loads the report when it is asked for one: from the other bundle. */
const reportOfOtherBundle = {
  name: "report-of-other-bundle",
  resolveId: (id: string) => (id === "../report/index.ts" ? { id: "./report.js", external: true } : undefined),
};

// Two bundles, so that what charts and reports share with the engine does not become more files for everybody to import: each costs memory.
export default defineConfig([
  {
    ...common,
    plugins: [reportOfOtherBundle, asciiText],
    // What several entries and the run share stays in one file with what an import always loads: each file more costs every import memory.
    outputOptions: {
      codeSplitting: {
        groups: [
          {
            name: "core",
            test: /\/engine\/src\/(?:settings\/.*|market\/(?:market-data|symbol-bars)|run\/backtest|result\/rfc3339|decimal|errors|native|node-builtins)(?<!\.d)\.ts$/,
          },
        ],
      },
    },
    entry: { index: "src/index.ts", cli: "src/cli/main.ts", orderbook: "src/orderbook/index.ts" },
    // Only what strangers import has types; the command line is a program.
    dts: { entry: ["src/index.ts", "src/orderbook/index.ts"], eager: true },
  },
  {
    ...common,
    plugins: [asciiText],
    // Charts and explanations run in browsers too.
    inputOptions: { resolve: { conditionNames: ["browser", "import", "default"] } },
    entry: { charts: "src/charts/index.ts", explain: "src/explain/index.ts", report: "src/report/index.ts" },
    dts: { entry: ["src/charts/index.ts", "src/explain/index.ts", "src/report/index.ts"], eager: true },
  },
]);
