import { statSync } from "node:fs";
import { dirname } from "node:path";
import type { MissingLayer } from "./probe.ts";

/** The folder on the way to `path` that a job's own user may not enter, as what keeps jobs from starting. */
export function closedFolder(path: string): MissingLayer | undefined {
  for (let folder = path; ; folder = dirname(folder)) {
    if ((statSync(folder).mode & 0o001) === 0) {
      return {
        layer: "hostUser",
        seen: `the jobs' own user may not enter ${folder}`,
        install: `chmod o+x ${folder}, or set RUSTYBT_HOME to a folder outside of it`,
        isRequired: true,
      };
    }
    if (folder === dirname(folder)) return undefined;
  }
}
