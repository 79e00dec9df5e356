import { reserve } from "./funds.ts";
import { end } from "./links.ts";
import { recordTerms } from "./log.ts";
import { overtakeChanges } from "./messages.ts";
import { isFinal, remaining } from "./orders.ts";
import { add, divide, multiply, type Ratio, roundToDecimals } from "./ratio.ts";
import type { Setup, State } from "./state.ts";

/** SPEC M6: open orders change with the shares. */
export function splitOrders(setup: Setup, state: State, symbol: string, factor: Ratio): void {
  overtakeChanges(state, symbol);
  for (const order of state.orders) {
    if (order.symbol !== symbol || isFinal(order)) continue;
    const adjust = (price: Ratio | undefined) => (price === undefined ? undefined : divide(price, factor));
    const quantity = add(order.filled, multiply(remaining(order), factor));
    const onTick = { stop: adjust(order.stop), ifTouched: adjust(order.ifTouched), activation: adjust(order.activation) };
    const limit = adjust(order.limit);
    const display = order.display === undefined ? undefined : multiply(order.display, factor);
    const asked = order.kind !== "marketToLimit" && order.kind !== "trailingStopLimit";
    const prices = asked ? { ...onTick, limit } : onTick;
    const off = (value: Ratio | undefined, step: Ratio) => value !== undefined && divide(value, step).den !== 1n;
    if (Object.values(prices).some((price) => off(price, setup.tick))) end(state, order, "canceled", "offTickAfterSplit");
    else if (off(quantity, setup.lot) || off(display, setup.lot)) end(state, order, "canceled", "offLotAfterSplit");
    else {
      if (!asked && limit !== undefined) order.limit = roundToDecimals(limit, 8, order.buying ? "ceil" : "floor");
      const { base, done, wanted, lost } = order;
      const shares = Object.fromEntries(Object.entries({ base, done, wanted, lost }).map(([key, size]) => [key, multiply(size, factor)]));
      Object.assign(order, prices, shares, { display, shown: multiply(order.shown, factor) });
      Object.assign(order, {
        quantity,
        trailAmount: adjust(order.trailAmount),
        trailLimit: adjust(order.trailLimit),
        reference: adjust(order.reference),
      });
      recordTerms(state, order);
      reserve(setup, state, order);
    }
  }
}
