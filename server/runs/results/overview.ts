import type { EquityPoint, ResultDocument } from "rustybt";
import { type BoundsInterval, type Curve, curveOfColumns, decidingCounts } from "rustybt/charts";

/** A result without its long columns: what a page says before it draws. */
export interface RunOverview
  extends Pick<
    ResultDocument,
    "manifest" | "summary" | "metrics" | "positions" | "actions" | "ledger" | "warnings" | "assumptions" | "hash" | "seal"
  > {
  readonly benchmark?: ResultDocument["benchmark"];
  /** Of a run with bounds; the bars that decide them are a part of their own. */
  readonly bounds?: BoundsInterval;
  /** Of every point of the run, also when fewer are drawn. */
  readonly curve: Pick<Curve, "drawdowns" | "pointCount" | "foldedCount"> & {
    readonly daily: { readonly days: readonly number[]; readonly equity: Curve["daily"]["equity"]; readonly opensWithOnePoint: boolean };
  };
}

export function overviewOf(document: ResultDocument, points: readonly EquityPoint[]): RunOverview {
  const { manifest, summary, metrics, positions, actions, ledger, warnings, assumptions, hash, seal, benchmark, bounds } = document;
  const { daily, drawdowns, pointCount, foldedCount } = curveOfColumns(document, {
    t: points.map(({ t }) => t),
    equity: points.map(({ equity }) => equity),
    gross: [],
    net: [],
    drawdown: [],
  });
  return {
    manifest,
    summary,
    metrics,
    positions,
    actions,
    ledger,
    warnings,
    assumptions,
    hash,
    seal,
    ...(benchmark === undefined ? {} : { benchmark }),
    ...(bounds === undefined ? {} : { bounds: intervalOf(bounds) }),
    curve: {
      daily: { days: Array.from(daily.days), equity: daily.equity, opensWithOnePoint: daily.opensWithOnePoint },
      drawdowns,
      pointCount,
      foldedCount,
    },
  };
}

function intervalOf({ low, high, runs, bars }: NonNullable<ResultDocument["bounds"]>): BoundsInterval {
  return { low, high, runs, deciding: decidingCounts(bars) };
}
