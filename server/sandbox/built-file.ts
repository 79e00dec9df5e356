import { existsSync } from "node:fs";
import { dirname, join } from "node:path";

/** A file of `.build/sandbox`, which `buildSandboxRunner` makes. Found from this module or, where a bundler has moved it, from the working folder. */
export function builtFile(name: string): string {
  for (const start of [import.meta.dirname, process.cwd()]) {
    for (let folder = start; folder !== undefined; folder = dirname(folder)) {
      const path = join(folder, ".build", "sandbox", name);
      if (existsSync(path)) return path;
      if (folder === dirname(folder)) break;
    }
  }
  throw new Error(`.build/sandbox/${name} is missing; "npm run build" makes it`);
}
