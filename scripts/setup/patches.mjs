import { readdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { inRoot } from "./root.mjs";
import { Stop } from "./say.mjs";

/**
 * Applies `patches/<package>+<version>.patch` to node_modules. Each hunk's old text must be there exactly once, or its new text already: a
 * package that is another one than the patch was made for is not guessed at.
 */
export function applyPatches(patchFolder = inRoot("patches"), modules = inRoot("node_modules")) {
  for (const name of readdirSync(patchFolder)) {
    const [, packageName, version] = /^(.+)\+(.+)\.patch$/.exec(name) ?? [];
    if (packageName === undefined) throw new Stop(`patches/${name} is not named <package>+<version>.patch.`);
    const folder = join(modules, packageName);
    const installed = JSON.parse(readFileSync(join(folder, "package.json"), "utf8")).version;
    if (installed !== version) {
      throw new Stop(
        `patches/${name} is for ${packageName} ${version}; ${installed} is installed. Make the patch anew, or remove it if it is not needed any more.`,
      );
    }
    for (const { file, hunks } of parsePatch(readFileSync(join(patchFolder, name), "utf8"))) {
      applyHunks(join(folder, file), hunks, name);
    }
  }
}

function applyHunks(path, hunks, name) {
  const before = readFileSync(path, "utf8");
  let text = before;
  for (const { from, to } of hunks) {
    if (text.split(to).length === 2) continue;
    if (text.split(from).length !== 2)
      throw new Stop(`patches/${name} does not fit ${path}. Install the packages anew: rm -rf node_modules && npm ci`);
    text = text.replace(from, () => to);
  }
  if (text === before) return;
  // Another process may be reading the file.
  writeFileSync(`${path}.${process.pid}`, text);
  renameSync(`${path}.${process.pid}`, path);
}

/** The files of a unified diff, each hunk as the text before and after. */
function parsePatch(patch) {
  return patch
    .split(/^--- a\//m)
    .slice(1)
    .map((part) => {
      const [head, ...hunks] = part.split(/^@@.*@@.*\n/m);
      const textOf = (hunk, sign) =>
        hunk
          .split("\n")
          .filter((line) => line !== "" && (line[0] === " " || line[0] === sign))
          .map((line) => `${line.slice(1)}\n`)
          .join("");
      return { file: head.split("\n", 1)[0], hunks: hunks.map((hunk) => ({ from: textOf(hunk, "-"), to: textOf(hunk, "+") })) };
    });
}
