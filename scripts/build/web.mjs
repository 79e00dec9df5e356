import { join } from "node:path";
import { root } from "../setup/root.mjs";
import { run } from "../setup/run.mjs";
import { step } from "../setup/say.mjs";
import { unlessBuilt } from "./stamp.mjs";

const sources = [
  "app/**",
  "server/**",
  "drizzle/**",
  "emails/**",
  "engine/src/explain/**",
  "engine/src/settings/**",
  "sdk/src/charts/**",
  "sdk/src/explain/**",
  "next.config.mjs",
  "postcss.config.mjs",
  "tsconfig.json",
  "package.json",
  "package-lock.json",
];

/** Builds the web app for production into .next, unless it is there already, made from the same sources. */
export async function buildWeb() {
  const folder = process.env.NEXT_DIST_DIR ?? ".next";
  await step("Building the web app (next build)", () =>
    unlessBuilt(`web${folder}`, {
      sources,
      output: join(folder, "BUILD_ID"),
      build: () => run("next", ["build"], { cwd: root, env: { ...process.env, NEXT_TELEMETRY_DISABLED: "1" }, stdout: "on failure" }),
    }),
  );
}
