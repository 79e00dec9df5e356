import type { Exact } from "../decimal.ts";
import { add, compare, exact, multiply, negate, zero } from "../result/exact.ts";

/** What the metrics need of a closed lot piece. */
export interface ClosedTrade {
  readonly quantity: string;
  readonly entryPrice: string;
  /** Of the instrument. */
  readonly multiplier: string;
  /** Net of fees. */
  readonly pnl: string;
  /** The same in the account's currency, where that is another one; a return is one in the symbol's own. */
  readonly pnlBase?: string;
}

export interface TradeStatistics {
  readonly count: number;
  /** Trades with a net profit above zero, and below zero. */
  readonly wins: number;
  readonly losses: number;
  readonly net: Exact;
  readonly grossProfit: Exact;
  /** Negative or zero. */
  readonly grossLoss: Exact;
  readonly best: Exact | undefined;
  readonly worst: Exact | undefined;
  /** Highest, lowest and mean of net profit / |entry value|, over the trades whose entry value is not zero. */
  readonly bestReturn: TradeReturn | undefined;
  readonly worstReturn: TradeReturn | undefined;
  readonly meanReturn: number;
}

export interface TradeReturn {
  readonly pnl: Exact;
  readonly entryValue: Exact;
}

/** One pass over the closed trades. Amounts are exact; only the mean return is a float. */
export function tradeStatistics(trades: Iterable<ClosedTrade>): TradeStatistics {
  let count = 0;
  let wins = 0;
  let losses = 0;
  let grossProfit = zero;
  let grossLoss = zero;
  let best: Exact | undefined;
  let worst: Exact | undefined;
  let bestReturn: TradeReturn | undefined;
  let worstReturn: TradeReturn | undefined;
  let returns = 0;
  let withReturn = 0;
  for (const trade of trades) {
    const own = exact(trade.pnl);
    const pnl = trade.pnlBase === undefined ? own : exact(trade.pnlBase);
    const entryValue = magnitude(multiply(multiply(exact(trade.quantity), exact(trade.entryPrice)), exact(trade.multiplier)));
    count++;
    if (pnl.mantissa > 0n) {
      wins++;
      grossProfit = add(grossProfit, pnl);
    } else if (pnl.mantissa < 0n) {
      losses++;
      grossLoss = add(grossLoss, pnl);
    }
    if (best === undefined || compare(pnl, best) > 0) best = pnl;
    if (worst === undefined || compare(pnl, worst) < 0) worst = pnl;
    if (entryValue.mantissa === 0n) continue;
    const now = { pnl: own, entryValue };
    if (bestReturn === undefined || compareReturns(now, bestReturn) > 0) bestReturn = now;
    if (worstReturn === undefined || compareReturns(now, worstReturn) < 0) worstReturn = now;
    returns += numberOf(own) / numberOf(entryValue);
    withReturn++;
  }
  const net = add(grossProfit, grossLoss);
  return { count, wins, losses, net, grossProfit, grossLoss, best, worst, bestReturn, worstReturn, meanReturn: returns / withReturn };
}

/** Entry values are positive, so cross-multiplying keeps the order. */
function compareReturns(a: TradeReturn, b: TradeReturn): number {
  return compare(multiply(a.pnl, b.entryValue), multiply(b.pnl, a.entryValue));
}

function magnitude(value: Exact): Exact {
  return value.mantissa < 0n ? negate(value) : value;
}

function numberOf({ mantissa, scale }: Exact): number {
  return Number(`${mantissa}e-${scale}`);
}
