import type { EquityPoint, ResultDocument } from "rustybt";
import { type Curve, curveOfColumns } from "rustybt/charts";

/** A result without its long columns: what a page says before it draws. */
export interface RunOverview
  extends Pick<
    ResultDocument,
    "manifest" | "summary" | "metrics" | "positions" | "actions" | "ledger" | "warnings" | "assumptions" | "hash" | "seal"
  > {
  readonly benchmark?: ResultDocument["benchmark"];
  /** Of every point of the run, also when fewer are drawn. */
  readonly curve: Pick<Curve, "drawdowns" | "pointCount" | "foldedCount"> & {
    readonly daily: { readonly days: readonly number[]; readonly equity: Curve["daily"]["equity"]; readonly opensWithOnePoint: boolean };
  };
}

export function overviewOf(document: ResultDocument, points: readonly EquityPoint[]): RunOverview {
  const { manifest, summary, metrics, positions, actions, ledger, warnings, assumptions, hash, seal, benchmark } = document;
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
    curve: {
      daily: { days: Array.from(daily.days), equity: daily.equity, opensWithOnePoint: daily.opensWithOnePoint },
      drawdowns,
      pointCount,
      foldedCount,
    },
  };
}
