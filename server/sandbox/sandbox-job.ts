import type { RunSettings } from "rustybt";
import type { StrategyBundle } from "./bundle-strategy.ts";

/** A file of the host that a job reads; it is mounted read-only under a name of our own. */
export interface DataFile {
  /** Absolute path on the host. */
  readonly path: string;
  /** `columns`: a file of `writeColumns`; `csv`: a price file as a user gave it. */
  readonly format: "columns" | "csv";
  /** What the manifest and messages call it, such as `AAPL.csv`. */
  readonly name: string;
}

/** How an uploaded price file is read: the options of `readCsv` as plain JSON. */
export type ReadOptions = Readonly<Record<string, string | boolean | number | readonly string[] | Readonly<Record<string, string>> | null>>;

/** Settings of a run as plain JSON; amounts are text. Files (`actions`, `universe`) and parameters are not among them. */
export type JobSettings = Omit<RunSettings, "params" | "actions" | "universe">;

/** Imports the strategy and answers its name and parameters; no bar runs. */
export interface InspectJob {
  readonly task: "inspect";
  readonly strategy: StrategyBundle;
}

export interface RunJob {
  readonly task: "run";
  readonly strategy: StrategyBundle;
  readonly data: readonly DataFile[];
  readonly settings: JobSettings;
  readonly params: Readonly<Record<string, string | number | boolean>>;
}

/** Reads a price file and reports how it was understood, with every bad row; nothing is written. */
export interface InspectDataJob {
  readonly task: "inspectData";
  readonly file: DataFile;
  readonly options: ReadOptions;
}

/** Reads a price file and writes it as a column file, the part `columns`. */
export interface ImportJob {
  readonly task: "import";
  readonly file: DataFile;
  readonly options: ReadOptions;
}

/** Tries one forbidden thing, to see that it is denied; only `probeSandbox` has such jobs. */
export interface ProbeJob {
  readonly task: "probe";
  readonly attempt: "nothing" | "network" | "program";
}

export type SandboxJob = InspectJob | RunJob | InspectDataJob | ImportJob | ProbeJob;
