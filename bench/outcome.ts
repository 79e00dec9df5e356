/** What a workload has to say. */
export interface Outcome {
  readonly id: string;
  /** For people and scripts. */
  readonly lines: readonly string[];
  readonly holds: boolean;
  /** For `results/`: Markdown without its title. */
  readonly page: string;
  /** For `--json`. */
  readonly figures: unknown;
}
