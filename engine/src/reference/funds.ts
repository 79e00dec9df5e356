import { position } from "./account.ts";
import { feeOf } from "./costs.ts";
import { reservePrice } from "./expected-price.ts";
import { sellable } from "./lending.ts";
import { breach } from "./limits.ts";
import { isActive, type Order, remaining, signedRemaining } from "./orders.ts";
import { absolute, add, compare, less, maximum, multiply, negate, one, parse, type Ratio, sign, subtract, sum, zero } from "./ratio.ts";
import { barToday, equityNow, multiplierOf, reduces, type Setup, type State, symbolsOf } from "./state.ts";

const initialMargin = parse("0.5");

/** Why an order is refused when it is submitted (SPEC O5, O11, O25, M12); undefined when it is accepted. */
export function refusal(setup: Setup, state: State, order: Order): string | undefined {
  const limit = breach(setup, state, order, true);
  if (limit !== undefined) return limit;
  if (order.reduceOnly) {
    const held = position(state.account, order.symbol);
    return (order.buying ? sign(held) < 0 : sign(held) > 0) ? undefined : "reduceOnly";
  }
  const isMargin = setup.scenario.account === "margin";
  if (!isMargin && !order.buying && less(position(state.account, order.symbol), remaining(order))) return "shortNotAllowed";
  const most = order.fit || order.buying ? undefined : sellable(setup, state, order.symbol);
  if (most !== undefined && less(most, remaining(order))) return "noLocate";
  const { reserve: needed } = setAsideBy(setup, state, order);
  if (order.fit || sign(needed) <= 0 || compare(needed, available(setup, state, order)) <= 0) return undefined;
  return isMargin ? "insufficientMargin" : "insufficientCash";
}

/** Cash, or equity above the margin of what is held, less what the other open orders set aside. */
export function available(setup: Setup, state: State, order: Order): Ratio {
  const others = state.orders.filter((open) => isActive(open) && open.id !== order.id);
  const margin = multiply(initialMargin, sum(symbolsOf(setup).map((symbol) => exposure(setup, state, symbol))));
  const base = setup.scenario.account === "margin" ? subtract(equityNow(setup, state), margin) : state.account.cash;
  return subtract(base, sum(others.map((open) => open.reserve)));
}

const exposure = (setup: Setup, state: State, symbol: string): Ratio =>
  multiply(absolute(position(state.account, symbol)), multiply(state.closes[symbol] ?? zero, multiplierOf(setup, symbol)));

/** Notes what an order sets aside from now on: when it is accepted and whenever its open quantity changes. */
export function reserve(setup: Setup, state: State, order: Order): void {
  Object.assign(order, isActive(order) ? setAsideBy(setup, state, order) : { reserve: zero, counted: zero });
}

/**
 * A buy sets aside quantity × price + fee, on a margin account an order the margin of what it adds to exposure, and its fee; a market
 * order that reduces brings its estimate, as far as the position goes.
 */
export function setAsideBy(setup: Setup, state: State, order: Order): { reserve: Ratio; counted: Ratio } {
  if (order.reduceOnly) return { reserve: zero, counted: zero };
  const open = remaining(order);
  const isMargin = setup.scenario.account === "margin";
  const unit = multiply(reservePrice(setup, state, order), multiplierOf(setup, order.symbol));
  const weight = (quantity: Ratio) => multiply(multiply(unit, quantity), isMargin ? initialMargin : one);
  const { charged: fee } = feeOf(setup, state, order, { quantity: open, notional: multiply(unit, open), maker: false });
  const held = position(state.account, order.symbol);
  if (!reduces(state, order)) {
    if (!isMargin) return { reserve: order.buying ? add(weight(open), fee) : zero, counted: zero };
    const added = subtract(absolute(add(held, signedRemaining(order))), absolute(held));
    return { reserve: add(weight(maximum(zero, added)), fee), counted: zero };
  }
  const others = state.orders.filter((other) => other.symbol === order.symbol && other.id !== order.id && isActive(other));
  const counted = sum(others.map((other) => other.counted));
  const fits = compare(add(counted, open), absolute(held)) <= 0;
  if (order.kind !== "market" || !fits) return { reserve: zero, counted: zero };
  return { reserve: subtract(fee, weight(open)), counted: open };
}

export interface Fillable {
  readonly quantity: Ratio;
  /** Before and after slippage. */
  readonly reference: Ratio;
  readonly price: Ratio;
  readonly fee: Ratio;
}

/** Whether the equity after a fill, the position valued where it fills, covers the margin of all positions. */
export function withinMargin(setup: Setup, state: State, order: Order, { quantity, reference, price, fee }: Fillable): boolean {
  const held = position(state.account, order.symbol);
  const signed = order.buying ? quantity : negate(quantity);
  if (sign(held) * sign(signed) < 0 && compare(quantity, absolute(held)) <= 0) return true;
  const multiplier = multiplierOf(setup, order.symbol);
  // A symbol that splits in this bar counts at its open.
  const opens = Object.fromEntries(state.splits.map((symbol) => [symbol, barToday(setup, state, symbol)?.open ?? zero]));
  const here = { ...state, closes: { ...state.closes, ...opens, [order.symbol]: reference } };
  const lost = multiply(multiply(absolute(subtract(price, reference)), quantity), multiplier);
  const others = symbolsOf(setup).filter((symbol) => symbol !== order.symbol);
  const after = multiply(absolute(add(held, signed)), multiply(price, multiplier));
  const margin = multiply(initialMargin, add(after, sum(others.map((symbol) => exposure(setup, here, symbol)))));
  return compare(margin, subtract(equityNow(setup, here), add(fee, lost))) <= 0;
}
