import { readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "./root.mjs";

/**
 * Whether a folder's node_modules hold what its package-lock.json asks for. npm leaves its own record of the installed tree in
 * node_modules/.package-lock.json, written last: an interrupted install has none.
 */
export function isInstalled(folder = root) {
  const installed = readPackages(join(folder, "node_modules", ".package-lock.json"));
  if (!installed) return false;
  return Object.entries(readPackages(join(folder, "package-lock.json")) ?? {}).every(([path, wanted]) => {
    if (!path.includes("node_modules/")) return true;
    const have = installed[path];
    if (!have) return wanted.optional === true || wanted.devOptional === true;
    return have.version === wanted.version && have.integrity === wanted.integrity && have.link === wanted.link;
  });
}

function readPackages(path) {
  try {
    return JSON.parse(readFileSync(path, "utf8")).packages;
  } catch {
    // No such file, or half of one: either way nothing usable is installed.
    return undefined;
  }
}
