import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { parseSideReport, type SideReport } from "./report.ts";

const run = promisify(execFile);

/** One side of a comparison: each call is a fresh process that does `runs` timed runs over the first `bars` bars. */
export type Side = (bars: number, runs: number) => Promise<SideReport>;

export function ourSide(script: URL): Side {
  return (bars, runs) => call(process.execPath, [fileURLToPath(script), String(bars), String(runs)]);
}

export function peerSide(python: string, script: URL, driver: string, dataFile: string): Side {
  return (bars, runs) => call(python, [fileURLToPath(script), driver, dataFile, String(bars), String(runs)]);
}

async function call(program: string, args: string[]): Promise<SideReport> {
  const { stdout } = await run(program, args, { maxBuffer: 1 << 28, env: { ...process.env, TZ: "UTC" } });
  return parseSideReport(stdout);
}
