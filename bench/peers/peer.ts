/** A system a user would pick instead of ours, on one workload. */
export interface Peer {
  /** As people know it, and as it is printed. */
  readonly name: string;
  /** Its function in the driver, its lock file and its environment. */
  readonly driver: "backtesting" | "nautilus" | "backtrader" | "raptorbt" | "pandas" | "book";
  readonly version: string;
  readonly bars: number;
  /** Timed runs inside one process, after each other. */
  readonly runs: number;
  readonly floor: number;
  readonly goal: number;
}
