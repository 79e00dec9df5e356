import { position } from "./account.ts";
import { feeOf } from "./costs.ts";
import { isWorking, type Order, remaining, signedRemaining } from "./orders.ts";
import { absolute, add, compare, less, maximum, minimum, multiply, parse, type Ratio, sign, subtract, sum, zero } from "./ratio.ts";
import { estimated } from "./slippage.ts";
import { equityNow, multiplierOf, reduces, type Setup, type State, symbolsOf } from "./state.ts";

const initialMargin = parse("0.5");

/** Why an order is refused when it is submitted (SPEC O5, O11); undefined when it is accepted. */
export function refusal(setup: Setup, state: State, order: Order): string | undefined {
  if (order.reduceOnly) {
    const held = position(state.account, order.symbol);
    return (order.buying ? sign(held) < 0 : sign(held) > 0) ? undefined : "reduceOnly";
  }
  if (setup.scenario.account === "margin") {
    return withinMargin(setup, state, order, remaining(order), reservePrice(setup, state, order)) ? undefined : "insufficientMargin";
  }
  if (!order.buying) return less(position(state.account, order.symbol), remaining(order)) ? "shortNotAllowed" : undefined;
  if (order.fit) return undefined;
  return compare(setAsideBy(setup, state, order).reserve, availableCash(state, order)) <= 0 ? undefined : "insufficientCash";
}

/** Cash less what the other open orders set aside. */
export function availableCash(state: State, order: Order): Ratio {
  const others = state.orders.filter((open) => isWorking(open) && open.id !== order.id);
  return subtract(state.account.cash, sum(others.map((open) => open.reserve)));
}

/** Notes what an order sets aside from now on: when it is accepted and whenever its open quantity changes. */
export function reserve(setup: Setup, state: State, order: Order): void {
  Object.assign(order, isWorking(order) ? setAsideBy(setup, state, order) : { reserve: zero, counted: zero });
}

/** A buy sets aside quantity × price + fee; a market order that reduces brings its estimate, as far as the position goes. */
function setAsideBy(setup: Setup, state: State, order: Order): { reserve: Ratio; counted: Ratio } {
  if (order.reduceOnly) return { reserve: zero, counted: zero };
  const open = remaining(order);
  const notional = multiply(multiply(reservePrice(setup, state, order), open), multiplierOf(setup, order.symbol));
  const { charged: fee } = feeOf(setup, state, order, { quantity: open, notional, maker: false });
  if (!reduces(state, order)) return { reserve: order.buying ? add(notional, fee) : zero, counted: zero };
  const others = state.orders.filter((other) => other.symbol === order.symbol && other.id !== order.id && isWorking(other));
  const counted = sum(others.map((other) => other.counted));
  const fits = compare(add(counted, open), absolute(position(state.account, order.symbol))) <= 0;
  if (order.kind !== "market" || !fits) return { reserve: zero, counted: zero };
  return { reserve: subtract(fee, notional), counted: open };
}

function reservePrice(setup: Setup, state: State, order: Order): Ratio {
  if (order.limit !== undefined) return order.limit;
  const close = state.closes[order.symbol] ?? zero;
  const worse = order.buying ? maximum : minimum;
  const price = order.stop === undefined ? close : worse(close, order.stop);
  return estimated(setup.scenario.slippage, price, order.buying);
}

/** Whether free equity covers the initial margin of what an order adds to exposure. */
export function withinMargin(setup: Setup, state: State, order: Order, quantity: Ratio, price: Ratio): boolean {
  const held = position(state.account, order.symbol);
  const signed = order.buying ? quantity : subtract(zero, quantity);
  const added = subtract(absolute(add(held, signed)), absolute(held));
  if (compare(added, zero) <= 0) return true;
  const value = (symbol: string, at: Ratio) => multiply(at, multiplierOf(setup, symbol));
  const exposure = sum(
    symbolsOf(setup).map((symbol) => multiply(absolute(position(state.account, symbol)), value(symbol, state.closes[symbol] ?? zero))),
  );
  const free = subtract(equityNow(setup, state), multiply(initialMargin, exposure));
  const held_ = state.orders
    .filter((open) => isWorking(open) && open.id !== order.id && !open.reduceOnly && !reduces(state, open))
    .map((open) => multiply(absolute(signedRemaining(open)), value(open.symbol, reservePrice(setup, state, open))));
  const needed = multiply(initialMargin, add(multiply(added, value(order.symbol, price)), sum(held_)));
  return compare(needed, free) <= 0;
}
