import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

export default defineConfig({
  resolve: { alias: { rustybt: fileURLToPath(new URL("./sdk/src/index.ts", import.meta.url)) } },
  test: {
    include: ["engine/src/**/*.test.ts", "sdk/src/**/*.test.ts", "examples/**/*.test.ts", "bench/**/*.test.ts"],
    env: { TZ: "UTC" },
    testTimeout: 60_000,
  },
});
