import { createHash } from "node:crypto";
import { existsSync, globSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { inRoot, root } from "../setup/root.mjs";
import { run } from "../setup/run.mjs";
import { step } from "../setup/say.mjs";

const stamp = inRoot("node_modules", ".cache", "rustybt", "sdk.sha256");
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
  await step("Bundling the npm package (tsdown)", async () => {
    const hash = hashOfSources();
    if (existsSync(inRoot("sdk", "dist", "index.js")) && existsSync(stamp) && readFileSync(stamp, "utf8") === hash) return "unchanged";
    await run("tsdown", ["--log-level", "warn"], { cwd: inRoot("sdk") });
    mkdirSync(dirname(stamp), { recursive: true });
    writeFileSync(stamp, hash);
  });
}

function hashOfSources() {
  const hash = createHash("sha256");
  for (const path of globSync(sources, { cwd: root, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.name.includes(".test."))
    .map((entry) => `${entry.parentPath}/${entry.name}`)
    .sort()) {
    hash
      .update(`${path.slice(root.length)}\0`)
      .update(readFileSync(path))
      .update("\0");
  }
  return hash.digest("hex");
}
