import type { LiveBatch, LiveLogLine, LivePoint, LiveProgress } from "./run-events.ts";

export interface ProgressFrame {
  readonly bar: number;
  readonly bars: number;
  /** Exchange day of the last bar done. */
  readonly date: string;
  /** Canonical decimal text. */
  readonly equity: string;
  /** Since the first bar, as the run itself has timed it. */
  readonly barsPerSecond: number;
}

export interface RecorderOptions {
  /** Stores a batch. */
  readonly write: (batch: LiveBatch) => Promise<void>;
  /** Told what `write` rejected with; says whether the recording goes on without that batch. */
  readonly onFailure: (error: unknown) => "goOn" | "stop";
  /** Least time between two writes. */
  readonly everyMs?: number;
  readonly now?: () => number;
}

const longestLine = 500;
const mostLinesPerBatch = 200;
const mostLines = 5_000;

/**
 * Gathers what a running backtest says and stores it at most four times a second: the first word at once, then the latest progress, the
 * equity points since, and log lines within limits (the result has all of them).
 */
export class ProgressRecorder {
  readonly #options: RecorderOptions;
  readonly #now: () => number;
  #progress: LiveProgress | undefined;
  #points: LivePoint[] = [];
  #logs: LiveLogLine[] = [];
  #droppedLogs = 0;
  #keptLogs = 0;
  #lastWrite = Number.NEGATIVE_INFINITY;
  #timer: NodeJS.Timeout | undefined;
  #writing: Promise<void> | undefined;
  #isOver = false;

  constructor(options: RecorderOptions) {
    this.#options = options;
    this.#now = options.now ?? (() => performance.now());
  }

  progress({ bar, bars, date, equity, barsPerSecond }: ProgressFrame): void {
    this.#progress = { bar, bars, date, equity, barsPerSecond };
    this.#points.push([bar, date, equity]);
    this.#schedule();
  }

  log(lines: readonly LiveLogLine[], dropped = 0): void {
    this.#droppedLogs += dropped;
    for (const { t, bar, message } of lines) {
      if (this.#keptLogs >= mostLines || this.#logs.length >= mostLinesPerBatch) {
        this.#droppedLogs++;
        continue;
      }
      this.#keptLogs++;
      this.#logs.push({ t, bar, message: message.length > longestLine ? `${message.slice(0, longestLine - 1)}…` : message });
    }
    this.#schedule();
  }

  /** Stores what is left and records no more. */
  async finish(): Promise<void> {
    clearTimeout(this.#timer);
    await this.#writing;
    if (!this.#isOver) await this.#write();
    this.#isOver = true;
  }

  #schedule(): void {
    if (this.#isOver || this.#timer !== undefined || this.#writing !== undefined) return;
    const wait = Math.max(0, this.#lastWrite + (this.#options.everyMs ?? 250) - this.#now());
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      this.#writing = this.#write().then(() => {
        this.#writing = undefined;
        if (this.#hasSomething()) this.#schedule();
      });
    }, wait);
  }

  #hasSomething(): boolean {
    return this.#points.length > 0 || this.#logs.length > 0 || this.#droppedLogs > 0;
  }

  async #write(): Promise<void> {
    if (!this.#hasSomething()) return;
    const batch: LiveBatch = {
      ...(this.#progress === undefined ? {} : { progress: this.#progress }),
      points: this.#points,
      logs: this.#logs,
      droppedLogs: this.#droppedLogs,
    };
    this.#points = [];
    this.#logs = [];
    this.#droppedLogs = 0;
    this.#lastWrite = this.#now();
    try {
      await this.#options.write(batch);
    } catch (error) {
      if (this.#isOver) return;
      if (this.#options.onFailure(error) === "stop") this.#isOver = true;
    }
  }
}
