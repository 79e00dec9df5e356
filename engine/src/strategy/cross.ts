import { StrategyError } from "../errors.ts";
import { hasCrossed, isSeries, type Series } from "../run/series.ts";

/**
 * Whether `a` crossed above `b` on the current bar: it was below or equal one bar ago and is above now. A `NaN` is no cross.
 * Either side may be a constant: `crossOver(rsi14, 30)`.
 *
 * Throws `StrategyError` `strategy.notASeries` when a side is neither a series nor a number.
 *
 * ```ts
 * import { crossOver, defineStrategy, ema } from "rustybt";
 *
 * export default defineStrategy({
 *   setup: ({ data }) => ({ close: data.close, trend: ema(data.close, 5) }),
 *   onBar(ctx, { close, trend }) {
 *     if (crossOver(close, trend)) ctx.order(10);
 *   },
 * });
 * ```
 */
export function crossOver(a: Series | number, b: Series | number): boolean {
  return isSeries(a) && isSeries(b) ? hasCrossed(a, b) : crossesConstant("crossOver", a, b, 1);
}

/** Whether `a` crossed below `b` on the current bar: it was above or equal one bar ago and is below now. A `NaN` is no cross. */
export function crossUnder(a: Series | number, b: Series | number): boolean {
  return isSeries(a) && isSeries(b) ? hasCrossed(b, a) : crossesConstant("crossUnder", a, b, -1);
}

function isSide(side: unknown): side is Series | number {
  return typeof side === "number" || isSeries(side);
}

/** `direction` 1: `a` crossed above `b`; -1: below. */
function crossesConstant(name: string, a: unknown, b: unknown, direction: 1 | -1): boolean {
  if (!isSide(a) || !isSide(b)) throw notComparable(name, a, b);
  return direction * now(a) > direction * now(b) && direction * before(a) <= direction * before(b);
}

function now(side: Series | number): number {
  return typeof side === "number" ? side : side.value;
}

function before(side: Series | number): number {
  return typeof side === "number" ? side : side.at(1);
}

function notComparable(name: string, a: unknown, b: unknown): StrategyError {
  const position = isSide(a) ? 2 : 1;
  const value = position === 1 ? a : b;
  const shown =
    typeof value === "object" && value !== null ? `an object with ${Object.keys(value).join(", ") || "no keys"}` : String(value);
  return new StrategyError(`${name}: argument ${position} is neither a series nor a number, got ${shown}`, {
    code: "strategy.notASeries",
    hint: "Pass handles made in setup, such as fast and slow; of a record of handles pass one, such as lines.signal.",
    context: { function: name, argument: position },
  });
}
