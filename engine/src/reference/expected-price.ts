import type { Order } from "./orders.ts";
import { maximum, minimum, type Ratio, zero } from "./ratio.ts";
import { estimated } from "./slippage.ts";
import type { Setup, State } from "./state.ts";

/** The price an order is estimated to fill at (SPEC O5). */
export function reservePrice(setup: Setup, state: State, order: Order): Ratio {
  if (order.limit !== undefined) return order.limit;
  const close = state.closes[order.symbol] ?? zero;
  const worse = order.buying ? maximum : minimum;
  const price = order.stop === undefined ? close : worse(close, order.stop);
  return estimated(setup.scenario.slippage, price, order.buying);
}
