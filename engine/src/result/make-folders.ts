import { dirname } from "node:path";
import { nodeFs } from "../node-builtins.ts";

/**
 * Makes a folder and those it lies in, one by one, and answers those that were missing, innermost first. Node's own `recursive` never ends
 * where the system denies that a parent exists, as in `/proc`. When one cannot be made, none is left.
 */
export function makeFolders(folder: string): string[] {
  const fs = nodeFs();
  const missing: string[] = [];
  for (let path = folder; !fs.existsSync(path) && dirname(path) !== path; path = dirname(path)) missing.push(path);
  const made: string[] = [];
  try {
    for (const path of missing.reverse()) {
      if (makeFolder(path)) made.unshift(path);
    }
  } catch (error) {
    removeFolders(made);
    throw error;
  }
  return made;
}

/** Takes away folders that `makeFolders` made, while they are empty. */
export function removeFolders(made: readonly string[]): void {
  for (const path of made) {
    try {
      nodeFs().rmdirSync(path);
    } catch {
      return; // not ours to remove: something else has appeared in it
    }
  }
}

/** False where it has appeared in the meantime. */
function makeFolder(path: string): boolean {
  try {
    nodeFs().mkdirSync(path);
    return true;
  } catch (error) {
    if (nodeFs().statSync(path, { throwIfNoEntry: false })?.isDirectory() === true) return false;
    throw error;
  }
}
