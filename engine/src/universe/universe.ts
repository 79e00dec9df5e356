/** A stretch of days over which a symbol was a member. */
export interface Membership {
  readonly symbol: string;
  /** First and last day as a member, `YYYY-MM-DD`; `null` where it has no beginning or no end. */
  readonly from: string | null;
  readonly to: string | null;
  /** Line of the file that says so; the header is line 1. */
  readonly line: number;
  /** What the file's further columns say of the symbol over that time: `{ sector: "Energy" }`. */
  readonly labels?: Readonly<Record<string, string>>;
}

/** Who was a member when: what `readUniverse` returns and the setting `universe` takes. */
export interface Universe {
  readonly source: string;
  /** Of the file's bytes. */
  readonly sha256: string;
  /** First day for which it says who was a member; `null` for always. */
  readonly begins: string | null;
  /** By symbol in the order of the file, then by day. */
  readonly memberships: readonly Membership[];
}

/**
 * Reads dated membership from a CSV: `symbol,from,to` rows (further columns are labels such as a sector), dated lists `date,members`, or
 * dated changes `date,add,remove`. `docs/pipeline.md` shows each.
 *
 * Rejects with `DataError` naming file, line, value and the next step.
 *
 * ```ts
 * import { readUniverse } from "rustybt";
 *
 * const universe = await readUniverse("members.csv");
 * universe.memberships.map(({ symbol, from, to }) => `${symbol} ${from} to ${to}`);
 * ```
 */
export async function readUniverse(path: string): Promise<Universe> {
  // Comes with what a run needs anyway: a piece of its own would take what it shares out of the package's one file.
  const loaded = await import("../run/run-backtest.ts");
  return loaded.readUniverseFile(path);
}
