import type { Order } from "./orders.ts";
import { isWorking, remaining } from "./orders.ts";
import { isZero, maximum, minimum, multiply, parse, type Ratio, roundToMultiple, subtract, zero } from "./ratio.ts";
import { barToday, type Setup, type State } from "./state.ts";

/** The bar's budget (SPEC F6); undefined without a limit. */
export function budgetOf(setup: Setup, state: State, symbol: string): Ratio | undefined {
  const { volumeLimit, slippage } = setup.scenario;
  const limits = [volumeLimit, slippage.model === "volumeShare" ? slippage.limit : undefined].filter((limit) => limit !== undefined);
  if (limits.length === 0) return undefined;
  const volume = barToday(setup, state, symbol)?.volume ?? zero;
  return roundToMultiple(multiply(limits.map(parse).reduce(minimum), volume), setup.lot, "down");
}

/** What is left of it. */
export function liquidityLeft(setup: Setup, state: State, symbol: string): Ratio | undefined {
  const budget = budgetOf(setup, state, symbol);
  return budget && maximum(zero, subtract(budget, state.used[symbol] ?? zero));
}

/** What of an order the budget, its shown part and `fills.partial` let fill at one point. */
export function roomFor(setup: Setup, state: State, order: Order): Ratio {
  const left = liquidityLeft(setup, state, order.symbol);
  const shown = shownOf(order);
  return partOf(setup, left === undefined ? shown : minimum(shown, left));
}

/** What an order shows at a point; all of it when it is no iceberg (SPEC O15). */
function shownOf(order: Order): Ratio {
  if (order.display === undefined) return remaining(order);
  if (isZero(order.shown)) order.shown = order.display;
  return minimum(order.shown, remaining(order));
}

/** A shown part that is used up is replaced and goes behind the others; it may act again at the same price. */
export function replaceShown(setup: Setup, state: State, order: Order, filled: Ratio): void {
  if (order.display === undefined) return;
  // The last part may be smaller.
  order.shown = isZero(remaining(order)) ? zero : subtract(order.shown, filled);
  if (!isZero(order.shown) || !isWorking(order)) return;
  order.standing = state.standings++;
  // At most one fill an order and bar (SPEC F11).
  if (setup.scenario.partial === undefined) order.acted = -1;
}

/** SPEC F11: of what could fill, a part does, toward zero to the lot and at least one lot. */
function partOf(setup: Setup, quantity: Ratio): Ratio {
  const { partial } = setup.scenario;
  if (partial === undefined || isZero(quantity)) return quantity;
  return maximum(setup.lot, roundToMultiple(multiply(quantity, parse(partial)), setup.lot, "down"));
}
