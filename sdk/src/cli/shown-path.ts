import { isAbsolute, relative } from "node:path";
// Not the global: a strategy's guard stands in for that.
import process from "node:process";

/** A path as messages show it: relative to the current folder when it lies in or just above it, absolute otherwise. */
export function shownPath(path: string, folder: string = process.cwd()): string {
  const short = relative(folder, path);
  return short === "" || isAbsolute(short) || short.startsWith("../../") ? path : short;
}
