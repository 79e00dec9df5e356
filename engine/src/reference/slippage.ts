import {
  add,
  compare,
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

/** A price after slippage. */
interface Slipped {
  readonly price: Ratio;
  /** Whether the price, or the factor it comes from, had to be rounded. */
  readonly rounded: boolean;
}

/** The price after slippage (SPEC F5, F13). */
export function slipped(setup: Setup, state: State, slipping: Slipping): Slipped {
  const { buying } = slipping;
  const square = factorSquared(setup, state, slipping);
  const factor = square === undefined ? undefined : squareRootUp(square, 12);
  const amount = factor === undefined ? slippageAmount(setup, state, slipping) : multiply(slipping.price, factor);
  const exact = buying ? add(slipping.price, amount) : subtract(slipping.price, amount);
  const price = againstTrader(exact, buying);
  const isFactorRounded = square !== undefined && factor !== undefined && compare(multiply(factor, factor), square) !== 0;
  return { price, rounded: isFactorRounded || compare(exact, price) !== 0 };
}

/** The square of coefficient × σ × √share where a model has that for its factor. */
function factorSquared(setup: Setup, state: State, { symbol, quantity }: Slipping): Ratio | undefined {
  const { slippage } = setup.scenario;
  if (slippage.model !== "volatility" && slippage.model !== "squareRoot") return undefined;
  const coefficient = parse(slippage.coefficient);
  const fixed = slippage.model === "squareRoot" && slippage.volatility !== undefined ? parse(slippage.volatility) : undefined;
  const squared = fixed === undefined ? variance(setup, state, symbol, slippage.window) : multiply(fixed, fixed);
  const all = multiply(multiply(coefficient, coefficient), squared);
  if (slippage.model === "volatility") return all;
  const volume = barToday(setup, state, symbol)?.volume ?? zero;
  const taken = add(state.used[symbol] ?? zero, quantity);
  return multiply(all, isZero(volume) ? one : minimum(one, divide(taken, volume)));
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
const againstTrader = (exact: Ratio, buying: boolean): Ratio => roundToDecimals(exact, 8, buying ? "ceil" : "floor");

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
