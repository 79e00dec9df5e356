import { createHash } from "node:crypto";
import { existsSync, globSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { inRoot, root } from "../setup/root.mjs";

/**
 * Builds only when the sources are not those of the last build that came to its end. `sources` are glob patterns from the root, tests among
 * them do not count; `output` is a file the build leaves. Answers a note for the reader when there was nothing to do.
 */
export async function unlessBuilt(name, { sources, output, build }) {
  const stamp = inRoot("node_modules", ".cache", "rustybt", `${name}.sha256`);
  const hash = hashOf(sources);
  if (existsSync(inRoot(output)) && existsSync(stamp) && readFileSync(stamp, "utf8") === hash) return "unchanged";
  await build();
  mkdirSync(dirname(stamp), { recursive: true });
  writeFileSync(stamp, hash);
}

function hashOf(sources) {
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
