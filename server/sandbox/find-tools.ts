import { accessSync, constants } from "node:fs";
import { join } from "node:path";
import { installLine, type MissingLayer } from "./probe.ts";

export interface Tools {
  readonly bwrap: string;
  readonly prlimit: string;
  readonly setpriv: string;
}

const folders = ["/usr/local/bin", "/usr/bin", "/bin", "/usr/sbin", "/sbin"];

/** The programs the sandbox is made of, in the system's own folders: PATH is anybody's. */
export function findTools(places: readonly string[] = folders): Tools | { readonly missing: readonly MissingLayer[] } {
  const find = (name: string) => places.map((folder) => join(folder, name)).find(isExecutable);
  const [bwrap, prlimit, setpriv] = ["bwrap", "prlimit", "setpriv"].map(find);
  if (process.platform !== "linux" || process.arch !== "x64") {
    return {
      missing: [need("systemCalls", `the sandbox's list of system calls is for Linux x64; this is ${process.platform} ${process.arch}`)],
    };
  }
  if (bwrap === undefined) return { missing: [need("namespaces", "bubblewrap (bwrap) is not installed")] };
  if (prlimit === undefined || setpriv === undefined) return { missing: [need("resourceLimits", "prlimit and setpriv are not installed")] };
  return { bwrap, prlimit, setpriv };
}

function need(layer: MissingLayer["layer"], seen: string): MissingLayer {
  return { layer, seen, install: installLine(layer), isRequired: true };
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false; // not there, or not for us
  }
}
