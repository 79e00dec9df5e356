import { rmSync } from "node:fs";
import { inRoot } from "../setup/root.mjs";
import { run } from "../setup/run.mjs";
import { step } from "../setup/say.mjs";
import { unlessBuilt } from "./stamp.mjs";

const sources = [
  "engine/src/**",
  "engine/package.json",
  "sdk/src/**",
  "sdk/package.json",
  "sdk/tsdown.config.ts",
  "tsconfig.json",
  "package-lock.json",
];

/** Bundles engine and command line into sdk/dist, unless they are there already, made from the same sources. */
export async function buildSdk() {
  await step("Bundling the npm package (tsdown)", () =>
    unlessBuilt("sdk", {
      sources,
      output: "sdk/dist/index.js",
      build: () => {
        rmSync(inRoot("sdk", "dist"), { recursive: true, force: true });
        return run("tsdown", ["--log-level", "warn"], { cwd: inRoot("sdk") });
      },
    }),
  );
}
