import { InternalError } from "../errors.ts";
import type { KnownFacts } from "../metrics/metric-input.ts";
import type { TradeReturn, TradeStatistics } from "../metrics/trade-statistics.ts";
import type { RunOutput } from "../run/run-output.ts";
import { add, exact } from "./exact.ts";

const curveNumbers = 8;

/** What the native core found in one pass over the curve; see `RunOutput.curveFacts` for the order of the numbers. */
export function knownCurve(output: RunOutput): Omit<KnownFacts, "trades"> {
  const numbers = output.curveFacts();
  const points = output.times.length;
  const [depth, peak, trough, recovery, held, ratios, sum, lowestEquity] = numbers;
  if (lowestEquity === undefined || numbers.length !== curveNumbers + output.dayEnds.length) {
    throw new InternalError(`the native core gave ${numbers.length} numbers for ${output.dayEnds.length} days`, { code: "result.curve" });
  }
  return {
    dayEnds: output.dayEnds,
    dayEndEquity: numbers.subarray(curveNumbers),
    drawdown: {
      depth: depth as number,
      peak: peak as number,
      trough: trough as number,
      recovery: recovery === -1 ? undefined : recovery,
    },
    exposure: {
      share: (held as number) / points,
      average: (ratios as number) / points,
      meanEquity: (sum as number) / points,
      lowestEquity,
    },
  };
}

/** As the native core writes it; amounts are decimal strings. */
interface TradeFacts {
  readonly count: number;
  readonly wins: number;
  readonly losses: number;
  readonly grossProfit: string;
  readonly grossLoss: string;
  readonly best: string | null;
  readonly worst: string | null;
  readonly bestReturn: ReturnText | null;
  readonly worstReturn: ReturnText | null;
  /** Sum of the returns, and of how many. */
  readonly returns: number;
  readonly withReturn: number;
  readonly tradedValue: string;
}

interface ReturnText {
  readonly pnl: string;
  readonly entryValue: string;
}

/** Statistics of trades and fills without their rows; `undefined` when the rows must be read. */
export function knownTrades(output: RunOutput): { readonly trades: TradeStatistics; readonly tradedValue: string } | undefined {
  const text = output.tradeFacts();
  if (text === null) return undefined;
  const facts: TradeFacts = JSON.parse(text);
  const { count, wins, losses, best, worst, bestReturn, worstReturn, tradedValue } = facts;
  const grossProfit = exact(facts.grossProfit);
  const grossLoss = exact(facts.grossLoss);
  const trades = {
    count,
    wins,
    losses,
    net: add(grossProfit, grossLoss),
    grossProfit,
    grossLoss,
    best: best === null ? undefined : exact(best),
    worst: worst === null ? undefined : exact(worst),
    bestReturn: tradeReturn(bestReturn),
    worstReturn: tradeReturn(worstReturn),
    meanReturn: facts.returns / facts.withReturn,
  };
  return { trades, tradedValue };
}

function tradeReturn(text: ReturnText | null): TradeReturn | undefined {
  return text === null ? undefined : { pnl: exact(text.pnl), entryValue: exact(text.entryValue) };
}
