import { existsSync, mkdirSync, renameSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { benchFolder } from "../bench-folder.ts";
import { type dataSets, makeBars } from "./bars.ts";

/** The file peers read: time, open, high, low, close, volume, each a row of `length` little-endian int64. Made when it is not there yet. */
export function barsFile(name: keyof typeof dataSets, length: number): string {
  const folder = join(benchFolder, "data");
  const path = join(folder, `${name}-${length}.i64`);
  if (existsSync(path) && statSync(path).size === length * 48) return path;
  const { time, open, high, low, close, volume } = makeBars(name, length);
  mkdirSync(folder, { recursive: true });
  const next = `${path}.${process.pid}`;
  writeFileSync(next, Buffer.concat([time, open, high, low, close, volume].map((column) => new Uint8Array(column.buffer))));
  renameSync(next, path);
  return path;
}
