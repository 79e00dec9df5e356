import type { Amount, Decimal } from "../decimal.ts";

/** A fill that is about to be made, as a slippage function sees it. */
export interface SlippageFill {
  readonly symbol: string;
  readonly side: "buy" | "sell";
  /** Without sign. */
  readonly quantity: Decimal;
  /** The price before slippage. */
  readonly reference: Decimal;
  /** The whole bar the fill is made in; volume is 0 when the data has none. */
  readonly bar: {
    readonly open: Decimal;
    readonly high: Decimal;
    readonly low: Decimal;
    readonly close: Decimal;
    readonly volume: Decimal;
  };
  /** Start of that bar, ms UTC. */
  readonly time: number;
  /** As in `why.rule`: `nextOpen`, `stop`, … */
  readonly rule: string;
}

/**
 * How far from its reference a fill is made: the amount per unit, zero or more, against the trader. Must be pure: the same fill always
 * gives the same amount, and it may be asked more often than fills are made.
 *
 * ```ts
 * import { backtest, barsFrom, defineStrategy, type SlippageFunction } from "rustybt";
 *
 * const tenthOfRange: SlippageFunction = ({ bar }) => bar.high.minus(bar.low).div(10);
 * const strategy = defineStrategy({
 *   onBar(ctx) {
 *     if (ctx.bars === 1) ctx.order(10);
 *   },
 * });
 * const data = barsFrom(
 *   [
 *     { time: "2024-01-02", open: "10", high: "11", low: "9", close: "10.5" },
 *     { time: "2024-01-03", open: "10.6", high: "12", low: "10", close: "11" },
 *   ],
 *   { symbol: "X" },
 * );
 * const result = await backtest({ strategy, data, slippage: tenthOfRange });
 * result.fills[0]?.price; // "10.8": 10.6 and a tenth of 12 - 10
 * ```
 */
export type SlippageFunction = (fill: SlippageFill) => Amount;
