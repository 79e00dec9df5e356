import { existsSync, mkdirSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { benchFolder } from "../bench-folder.ts";
import { type dataSets, makeBars } from "./bars.ts";

/** The same bars as a price file: timestamp, open, high, low, close, volume; ISO UTC, two decimals. Made when it is not there yet. */
export function barsCsv(name: keyof typeof dataSets, length: number): string {
  const folder = join(benchFolder, "data");
  const path = join(folder, `${name}-${length}.csv`);
  if (existsSync(path)) return path;
  const { time, open, high, low, close, volume } = makeBars(name, length);
  const lines = ["timestamp,open,high,low,close,volume"];
  for (let i = 0; i < length; i++) {
    const at = new Date(Number((time[i] ?? 0n) / 1_000_000n)).toISOString().replace(".000Z", "Z");
    const [o, h, l, c] = [open, high, low, close].map((column) => price(column[i] ?? 0n));
    lines.push(`${at},${o},${h},${l},${c},${volume[i]}`);
  }
  mkdirSync(folder, { recursive: true });
  const next = `${path}.${process.pid}`;
  writeFileSync(next, `${lines.join("\n")}\n`);
  renameSync(next, path);
  return path;
}

function price(cents: bigint): string {
  const text = cents.toString().padStart(3, "0");
  return `${text.slice(0, -2)}.${text.slice(-2)}`;
}
