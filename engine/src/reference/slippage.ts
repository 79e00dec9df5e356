import {
  add,
  divide,
  isZero,
  minimum,
  multiply,
  one,
  parse,
  type Ratio,
  ratio,
  roundToDecimals,
  squareRootUp,
  subtract,
  sum,
  zero,
} from "./ratio.ts";
import type { ScenarioSlippage } from "./scenario.ts";
import { barToday, type Setup, type State } from "./state.ts";

/** What a fill is about to be: an order's side and quantity at a price before slippage. */
export interface Slipping {
  readonly symbol: string;
  readonly buying: boolean;
  readonly quantity: Ratio;
  readonly price: Ratio;
}

/** The price after slippage, before it is rounded (SPEC F5, F13). */
export function exactlySlipped(setup: Setup, state: State, slipping: Slipping): Ratio {
  const amount = slippageAmount(setup, state, slipping);
  return slipping.buying ? add(slipping.price, amount) : subtract(slipping.price, amount);
}

function slippageAmount(setup: Setup, state: State, { symbol, quantity, price }: Slipping): Ratio {
  const { slippage } = setup.scenario;
  const bar = barToday(setup, state, symbol);
  const volume = bar?.volume ?? zero;
  const taken = add(state.used[symbol] ?? zero, quantity);
  switch (slippage.model) {
    case "volumeShare": {
      const share = minimum(isZero(volume) ? zero : divide(taken, volume), parse(slippage.limit));
      return multiply(price, multiply(parse(slippage.impact), multiply(share, share)));
    }
    case "volatility":
      return multiply(price, factor(slippage.coefficient, variance(setup, state, symbol, slippage.window), one));
    case "squareRoot": {
      const fixed = slippage.volatility === undefined ? undefined : parse(slippage.volatility);
      const squared = fixed === undefined ? variance(setup, state, symbol, slippage.window) : multiply(fixed, fixed);
      return multiply(price, factor(slippage.coefficient, squared, isZero(volume) ? one : minimum(one, divide(taken, volume))));
    }
    case "custom": {
      const range = subtract(bar?.high ?? zero, bar?.low ?? zero);
      return minimum(price, add(multiply(range, parse(slippage.ofRange)), multiply(quantity, parse(slippage.perUnit))));
    }
    default:
      return multiply(price, knownShare(slippage));
  }
}

/** What is known at submission: the share of the price that does not depend on the bar of the fill. */
function knownShare(slippage: ScenarioSlippage): Ratio {
  if (slippage.model === "bps") return divide(parse(slippage.bps), parse("10000"));
  if (slippage.model === "spread") return divide(parse(slippage.bps), parse("20000"));
  return zero;
}

/** The price a market order is estimated at when it is submitted. */
export function estimated(slippage: ScenarioSlippage, price: Ratio, buying: boolean): Ratio {
  const share = knownShare(slippage);
  return againstTrader(multiply(price, buying ? add(one, share) : subtract(one, share)), buying);
}

/** A slipped price carries at most 8 decimals, rounded against the trader. */
export const againstTrader = (exact: Ratio, buying: boolean): Ratio => roundToDecimals(exact, 8, buying ? "ceil" : "floor");

/** Coefficient × σ × √share, rounded up at 12 decimals. */
function factor(coefficient: string, variance: Ratio, share: Ratio): Ratio {
  const fixed = parse(coefficient);
  return squareRootUp(multiply(multiply(fixed, fixed), multiply(variance, share)), 12);
}

/** The mean square of the last returns before today's bar. */
function variance(setup: Setup, state: State, symbol: string, window = 20): Ratio {
  const closes = (setup.bars[symbol] ?? []).slice(0, state.day).flatMap((bar) => (bar === undefined ? [] : [bar.close]));
  const returns = closes.slice(1).flatMap((close, index) => {
    const before = closes[index] ?? zero;
    return isZero(before) ? [] : [roundToDecimals(divide(subtract(close, before), before), 12, "half-even")];
  });
  const last = returns.slice(-window);
  return last.length === 0 ? zero : divide(sum(last.map((one) => multiply(one, one))), ratio(BigInt(last.length)));
}
