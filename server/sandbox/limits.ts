/** What one job may use. Every limit ends the job with an error of its own. */
export interface Limits {
  /** Resident memory of the whole job: heap, buffers and native columns together. */
  readonly memoryBytes: number;
  /** CPU time of the job, threads together. */
  readonly cpuSeconds: number;
  /** From start to end on the wall clock. */
  readonly wallMs: number;
  /** Processors the job may keep busy at once; needs a cgroup. */
  readonly cpus: number;
  /** Processes and threads. */
  readonly tasks: number;
  /** Everything the job sends: frames and parts. */
  readonly outputBytes: number;
  /** What it may print to stdout and stderr before it is ended; the first 64 KiB of each are kept. */
  readonly printedBytes: number;
}

const mebibyte = 2 ** 20;

export const defaultLimits: Limits = {
  memoryBytes: 1024 * mebibyte,
  cpuSeconds: 900,
  wallMs: 900_000,
  cpus: 1,
  tasks: 64,
  outputBytes: 2048 * mebibyte,
  printedBytes: 16 * mebibyte,
};

/** A backtest of 100,000 trades keeps its log, rows and document in memory at once. */
export const runLimits: Limits = { ...defaultLimits, memoryBytes: 3072 * mebibyte };

/** For what a person waits for in an editor: importing a strategy runs no bar. */
export const inspectLimits: Limits = {
  ...defaultLimits,
  memoryBytes: 512 * mebibyte,
  cpuSeconds: 10,
  wallMs: 10_000,
  outputBytes: 16 * mebibyte,
};
