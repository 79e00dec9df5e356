import Decimal from "decimal.js";
import { formatMetric, minusSign } from "#app/_lib/format.ts";
import type { RunOverview } from "#server/runs/index.ts";

/** What a comparison shows of one run. */
export interface ComparedRun {
  readonly id: string;
  readonly name: string;
  readonly overview: Pick<RunOverview, "summary" | "metrics">;
}

export interface ComparedCell {
  readonly text: string;
  /** Against the first run; absent for the first one, and where one of the two is undefined or in another currency. */
  readonly difference?: string;
}

export interface ComparedMetric {
  readonly id: string;
  readonly label: string;
  readonly definition: string;
  readonly cells: readonly ComparedCell[];
}

/** The metrics of the first run with those of the others beside them; differences of amounts are exact. */
export function compareMetrics(runs: readonly ComparedRun[]): ComparedMetric[] {
  const [first] = runs;
  if (first === undefined) return [];
  return first.overview.metrics.map(({ id, label, definition, unit, value: base }) => {
    const cells = runs.map(({ overview: { metrics, summary } }, place): ComparedCell => {
      const metric = metrics.find((one) => one.id === id);
      if (metric === undefined) return { text: "–" };
      const text = formatMetric(metric, summary.currency);
      const isComparable = unit !== "time" && (unit !== "money" || summary.currency === first.overview.summary.currency);
      if (place === 0 || !isComparable || base === null || metric.value === null) return { text };
      const difference = new Decimal(metric.value).minus(base);
      const shown = formatMetric({ id, unit, value: difference.toFixed() }, summary.currency);
      return {
        text,
        difference: difference.isPositive() && !difference.isZero() ? `+${shown}` : shown.startsWith(minusSign) ? shown : "same",
      };
    });
    return { id, label, definition, cells };
  });
}
