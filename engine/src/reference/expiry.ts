import { end } from "./links.ts";
import { isWorking } from "./orders.ts";
import { barToday, type Setup, type State } from "./state.ts";

/** What has begun at this very close may have its time end with it. */
export function expireBegun(state: State): void {
  for (const order of state.orders) {
    if (!order.oto || order.bornOn !== state.day || order.said === state.day || !isWorking(order)) continue;
    if (order.tif === "DAY") end(state, order, "expired", "dayEnd");
    if (order.tif === "GTD" && order.lastDay === state.day) end(state, order, "expired", "gtdEnd");
  }
}

/** SPEC E20 step 5: daily bars, so a session ends with its bar. */
export function expireOrders(setup: Setup, state: State): void {
  for (const order of state.orders) {
    if (!isWorking(order)) continue;
    const hadBar = barToday(setup, state, order.symbol) !== undefined && order.said < state.day;
    if (order.tif === "DAY" && hadBar) end(state, order, "expired", "dayEnd");
    if (order.tif === "GTD" && order.lastDay === state.day) end(state, order, "expired", "gtdEnd");
  }
}
