import { fileURLToPath } from "node:url";
import { configDefaults, defineConfig } from "vitest/config";

const commandLine = ["sdk/src/cli/**/*.test.ts"];
const packed = ["sdk/test/**/*.test.mjs"];

export default defineConfig({
  resolve: {
    alias: [
      { find: /^rustybt$/, replacement: fileURLToPath(new URL("./sdk/src/index.ts", import.meta.url)) },
      {
        find: /^rustybt\/(charts|explain|orderbook|report)$/,
        replacement: fileURLToPath(new URL("./sdk/src/$1/index.ts", import.meta.url)),
      },
    ],
  },
  test: {
    env: {
      TZ: "UTC",
      // Children that run the sources, the command line above all, start in half the time.
      NODE_COMPILE_CACHE: fileURLToPath(new URL("./node_modules/.cache/rustybt/compiled", import.meta.url)),
    },
    // Ends what hangs; what is slow on a busy machine is not wrong.
    testTimeout: 180_000,
    hookTimeout: 180_000,
    teardownTimeout: 60_000,
    expect: { poll: { timeout: 30_000 } },
    // Children, databases and files are waited for as much as is computed.
    maxWorkers: "100%",
    projects: [
      {
        extends: true,
        test: {
          name: "engine",
          include: ["{engine,sdk}/src/**/*.test.ts", "{examples,bench}/**/*.test.ts", "scripts/**/*.test.mjs"],
          exclude: [...configDefaults.exclude, ...commandLine],
        },
      },
      { extends: true, test: { name: "cli", include: commandLine } },
      {
        extends: true,
        test: {
          name: "portal",
          include: ["{server,drizzle,emails,app}/**/*.test.{ts,tsx}"],
          globalSetup: "server/database/testing-setup.ts",
        },
      },
      { extends: true, test: { name: "package", include: packed } },
    ],
  },
});
