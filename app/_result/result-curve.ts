import type { Curve, CurvePoints } from "rustybt/charts";
import type { EquityColumns } from "#server/runs/results/equity-columns.ts";
import type { RunOverview } from "#server/runs/results/overview.ts";

/** The run's curve: days and falls from all of its points, the picture from those that are drawn. */
export function resultCurve({ curve, summary }: RunOverview, part: EquityColumns): Curve {
  const points: CurvePoints = {
    times: Float64Array.from(part.t),
    equity: Float64Array.from(part.equity),
    gross: Float64Array.from(part.gross),
    net: Float64Array.from(part.net),
    drawdown: Float64Array.from(part.drawdown),
  };
  const { daily, ...rest } = curve;
  return {
    ...rest,
    currency: summary.currency,
    startValue: summary.startValue,
    points,
    daily: { ...daily, days: Int32Array.from(daily.days) },
  };
}
