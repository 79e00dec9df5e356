import type { ResultDocument } from "@rustybt/engine/figures";
import { formatMetric } from "./format.ts";

export interface HeadlineFigure {
  readonly id: string;
  readonly label: string;
  readonly text: string;
  readonly definition: string;
  /** The definition without rounding and edge cases. */
  readonly shortDefinition: string;
  /** How many observations went in. */
  readonly sampleSize: number;
  readonly undefinedBecause?: string;
}

export const headlineIds = ["totalReturn", "annualReturn", "maxDrawdown", "sharpe", "volatility", "trades"] as const;

/** The six figures that stand first, in this order; those a result does not have are left out. */
export function headlineFigures({
  metrics,
  summary,
}: Pick<ResultDocument, "metrics"> & { summary: { currency: string } }): HeadlineFigure[] {
  return headlineIds.flatMap((id) => {
    const metric = metrics.find((one) => one.id === id);
    if (metric === undefined) return [];
    const { label, definition, sampleSize, undefinedBecause } = metric;
    return [
      {
        id,
        label,
        text: formatMetric(metric, summary.currency),
        definition,
        shortDefinition: definition.split(/[;,] (?:exact|12 decimals|positive|years =)/)[0] ?? definition,
        sampleSize,
        ...(undefinedBecause === undefined ? {} : { undefinedBecause }),
      },
    ];
  });
}
