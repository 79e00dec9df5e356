import { createHash } from "node:crypto";
import { backtest } from "../index.ts";
import { goldenRuns } from "./runs.ts";

/** Hash of the event log, and of summary and metrics as they stand in the document. */
export type Hashes = Readonly<Record<string, readonly [log: string, figures: string]>>;

export async function goldenHashes(): Promise<Hashes> {
  const hashes: Record<string, readonly [string, string]> = {};
  for (const { name, options } of goldenRuns) {
    const result = await backtest(await options());
    const { summary, metrics } = result.toJSON();
    if (result.fills.length === 0) throw new Error(`golden run ${JSON.stringify(name)} fills nothing`);
    if (name in hashes) throw new Error(`two golden runs are called ${JSON.stringify(name)}`);
    hashes[name] = [result.hash, createHash("sha256").update(JSON.stringify({ summary, metrics })).digest("hex")];
  }
  return hashes;
}
