import { position } from "./oracle-account.ts";
import { feeOf, slippageShare } from "./oracle-costs.ts";
import { isWorking, type Order, remaining, signedRemaining } from "./oracle-orders.ts";
import { absolute, add, compare, less, maximum, multiply, one, parse, type Ratio, subtract, sum, zero } from "./oracle-ratio.ts";
import { equityNow, multiplierOf, reduces, type Setup, type State, symbolsOf } from "./oracle-state.ts";

const initialMargin = parse("0.5");

/** Why an order is refused when it is submitted (SPEC O5, O11); undefined when it is accepted. */
export function refusal(setup: Setup, state: State, order: Order): string | undefined {
  if (setup.scenario.account === "margin") {
    return withinMargin(setup, state, order, remaining(order), reservePrice(setup, state, order)) ? undefined : "insufficientMargin";
  }
  if (!order.buying) return less(position(state.account, order.symbol), remaining(order)) ? "shortNotAllowed" : undefined;
  if (order.fit) return undefined;
  return compare(reserve(setup, state, order), availableCash(setup, state, order)) <= 0 ? undefined : "insufficientCash";
}

/** Cash less what open buys reserve, plus what pending market orders that reduce are estimated to bring. */
function availableCash(setup: Setup, state: State, asking: Order): Ratio {
  const open = state.orders.filter((order) => isWorking(order) && order.id !== asking.id);
  const reserved = open.filter((order) => order.buying).map((order) => reserve(setup, state, order));
  const coming = open
    .filter((order) => !order.buying && order.kind === "market" && reduces(state, order))
    .map((order) => {
      const price = multiply(state.closes[order.symbol] ?? zero, subtract(one, slippageShare(setup.scenario.slippage, zero)));
      const notional = multiply(multiply(price, remaining(order)), multiplierOf(setup, order.symbol));
      return subtract(notional, feeOf(setup.scenario.commission, { quantity: order.filled, paid: order.paid }, remaining(order), notional));
    });
  return add(subtract(state.account.cash, sum(reserved)), sum(coming));
}

/** What a buy needs: quantity × price + fee. */
function reserve(setup: Setup, state: State, order: Order): Ratio {
  const notional = multiply(multiply(reservePrice(setup, state, order), remaining(order)), multiplierOf(setup, order.symbol));
  return add(notional, feeOf(setup.scenario.commission, { quantity: order.filled, paid: order.paid }, remaining(order), notional));
}

function reservePrice(setup: Setup, state: State, order: Order): Ratio {
  if (order.limit !== undefined) return order.limit;
  const close = state.closes[order.symbol] ?? zero;
  const price = order.stop === undefined ? close : maximum(close, order.stop);
  return multiply(price, add(one, slippageShare(setup.scenario.slippage, zero)));
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
    .filter((open) => isWorking(open) && open.id !== order.id && !reduces(state, open))
    .map((open) => multiply(absolute(signedRemaining(open)), value(open.symbol, reservePrice(setup, state, open))));
  const needed = multiply(initialMargin, add(multiply(added, value(order.symbol, price)), sum(held_)));
  return compare(needed, free) <= 0;
}
