import { join } from "node:path";
import process from "node:process";
import { setImmediate } from "node:timers/promises";
import { type LogEntry, type MarketData, readColumns, readCsv, resultFiles, runBacktest, type Strategy } from "@rustybt/engine";
import type { FinishedRun, PartName } from "../frames.ts";
import type { JobText, PlacedFile } from "../make-job-folder.ts";
import { sendBytes, sendFrame } from "./send.ts";

type RunText = Extract<JobText, { readonly task: "run" }>;

/** Runs the strategy over the job's data and sends the files of its result. */
export async function runStrategy(strategy: Strategy, job: RunText, folder: string): Promise<FinishedRun> {
  const { sha256, name, params, settings } = job;
  const data: MarketData[] = [];
  for (const file of job.data) data.push(await readPrices(file, folder));
  const live = new LiveReport();
  const result = await runBacktest(
    {
      ...settings,
      params: { ...params },
      strategy,
      data,
      identity: { name: strategy.name ?? name, sha256, reproducible: true },
      onProgress: (progress) => live.progress(progress),
    },
    { onLog: (entry) => live.log(entry) },
  );
  live.flush();
  // What the strategy left to promises comes up now, and fails the run as it does on the command line.
  for (let turn = 0; turn < 3; turn++) await setImmediate();
  for (const { name, pieces } of resultFiles(result)) {
    sendFrame({ kind: "part", name: name as PartName });
    for (const piece of pieces) sendBytes(piece);
  }
  return { hash: result.hash, seal: result.seal, bars: result.summary.points };
}

/** From the file's own folder: its name as given is what the manifest says. */
async function readPrices({ folder, file, format }: PlacedFile, job: string): Promise<MarketData> {
  process.chdir(join(job, folder));
  return format === "columns" ? readColumns(file) : readCsv(file);
}

const everyMs = 250;
const linesAtOnce = 200;
const longestLine = 1_000;

interface Progress {
  readonly bar: number;
  readonly bars: number;
  readonly date: string;
  readonly equity: string;
}

/** Tells the parent where the run is and what it logs, at most four times a second. */
class LiveReport {
  readonly #started = performance.now();
  #sent = Number.NEGATIVE_INFINITY;
  #progress: Progress | undefined;
  #lines: { t: string; bar: number; message: string }[] = [];
  #dropped = 0;

  progress(progress: Progress): void {
    this.#progress = progress;
    if (performance.now() - this.#sent >= everyMs) this.flush();
  }

  log({ t, bar, message }: LogEntry): void {
    if (this.#lines.length === linesAtOnce) this.#dropped++;
    else this.#lines.push({ t: new Date(t).toISOString().replace(".000Z", "Z"), bar, message: message.slice(0, longestLine) });
    // A callback that hangs has said its line before.
    if (performance.now() - this.#sent >= everyMs) this.flush();
  }

  flush(): void {
    const now = performance.now();
    this.#sent = now;
    if (this.#progress !== undefined) {
      const { bar, bars, date, equity } = this.#progress;
      const barsPerSecond = Math.round((bar * 1_000) / Math.max(1, now - this.#started));
      sendFrame({ kind: "progress", bar, bars, date, equity, barsPerSecond });
      this.#progress = undefined;
    }
    if (this.#lines.length > 0) {
      sendFrame({ kind: "log", lines: this.#lines, dropped: this.#dropped });
      this.#lines = [];
      this.#dropped = 0;
    }
  }
}
