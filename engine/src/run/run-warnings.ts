import type { RunDesk } from "./run-desk.ts";
import type { RunWarning } from "./run-output.ts";

/** What a reader of the result should know about how the run went. */
export function runWarnings({ orders, scope, pipeline }: RunDesk, firstStep: number, steps: number): RunWarning[] {
  const warnings: RunWarning[] = [];
  if (firstStep >= steps) {
    warnings.push({
      code: "strategy.neverCalled",
      message: `The strategy was never called: its ${scope.indicators.length} indicators${pipeline.hasSources ? " and the factors of its pipeline" : ""} are not all defined on any of the ${steps} bars.`,
      context: { bars: steps },
    });
  }
  for (const [symbol, count] of orders.unpriced) {
    warnings.push({
      code: "order.noPriceYet",
      symbol,
      count,
      message: `${symbol} had no bar yet when ${count} target or value ${count === 1 ? "order was" : "orders were"} made for it: nothing was ordered.`,
    });
  }
  return warnings;
}
