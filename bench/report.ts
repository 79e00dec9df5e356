import type { Tape } from "./tape.ts";

/** What one process of one side answers: the runs it timed, and what came out. */
export interface SideReport {
  readonly version: string;
  /** Seconds, in the order they were run. */
  readonly runs: readonly { readonly cpu: number; readonly wall: number }[];
  readonly peakRssMb: number;
  readonly fills: Tape;
  readonly finalEquity: string;
}

export function parseSideReport(text: string): SideReport {
  return JSON.parse(text);
}
