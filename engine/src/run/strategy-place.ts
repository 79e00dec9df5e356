import { fileURLToPath } from "node:url";

/** Where in the user's code something was thrown. */
export interface CodePlace {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

// Everything of ours lies in one folder: `engine/src` in the repository, `dist` in the package. Looked for when it is needed: whoever only
// imports the package does without.
let ours: string | undefined;

/** The first frame of a stack that is neither ours nor Node's. */
export function placeOf(error: unknown): CodePlace | undefined {
  const stack = error instanceof Error ? error.stack : undefined;
  if (typeof stack !== "string") return undefined;
  for (const line of stack.split("\n")) {
    const frame = /(?:\(|at (?:async )?)((?:file:\/\/|\/|[A-Za-z]:[\\/]).*?):(\d+):(\d+)\)?$/.exec(line);
    if (frame === null) continue;
    const [, address = "", row = "0", column = "0"] = frame;
    const file = address.startsWith("file:") ? pathOf(address) : address;
    if (isOurs(file)) continue;
    return { file, line: Number(row), column: Number(column) };
  }
  return undefined;
}

function isOurs(file: string): boolean {
  if (file.includes("/node_modules/vitest/") || file.includes("/node_modules/@vitest/")) return true;
  ours ??= folderOfOurs(import.meta.url);
  return file.startsWith(ours) && !/\.test\.[cm]?[jt]s$/.test(file);
}

function folderOfOurs(url: string): string {
  const source = url.lastIndexOf("/engine/src/");
  return pathOf(source >= 0 ? url.slice(0, source + "/engine/src/".length) : url.slice(0, url.lastIndexOf("/") + 1));
}

function pathOf(url: string): string {
  try {
    return fileURLToPath(url.replace(/[?#].*$/, ""));
  } catch {
    return url; // an address of another scheme stays readable as it is
  }
}
