import type { Reached } from "./act.ts";
import { reserve } from "./funds.ts";
import { end } from "./links.ts";
import { roomFor } from "./liquidity.ts";
import { recordTerms } from "./log.ts";
import { type Order, remaining } from "./orders.ts";
import { add, compare, less, minimum, subtract } from "./ratio.ts";
import type { Setup, State } from "./state.ts";

/** SPEC O22: an order and an own one of the other side must not fill at one price. Whether one of them had to give way. */
export function meetsItself(setup: Setup, state: State, order: Order, reached: Reached): boolean {
  const { selfTrade } = setup.scenario;
  if (selfTrade === undefined) return false;
  const rival = [...(reached.rivals?.() ?? [])]
    .sort((a, b) => a.id - b.id)
    .filter((other) => other.symbol === order.symbol && other.buying !== order.buying)
    // It fills whole or not at all.
    .find((other) => other.tif !== "FOK" || !less(roomFor(setup, state, other), remaining(other)));
  if (rival === undefined) return false;
  const [older, newer] = order.id < rival.id ? [order, rival] : [rival, order];
  if (selfTrade === "cancelNewest") end(state, newer, "canceled", "selfTrade");
  else if (selfTrade === "cancelOldest") end(state, older, "canceled", "selfTrade");
  else if (selfTrade === "cancelBoth") for (const one of [older, newer]) end(state, one, "canceled", "selfTrade");
  else {
    const taken = minimum(remaining(older), remaining(newer));
    for (const one of [older, newer]) {
      if (compare(remaining(one), taken) === 0) {
        end(state, one, "canceled", "selfTrade");
        continue;
      }
      // What is taken has not filled: links and children go by the size the order was given.
      one.quantity = subtract(one.quantity, taken);
      one.lost = add(one.lost, taken);
      recordTerms(state, one);
      reserve(setup, state, one);
    }
  }
  return true;
}
