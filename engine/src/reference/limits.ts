import { position } from "./account.ts";
import { reservePrice } from "./expected-price.ts";
import { isActive, isBracketChild, type Order, remaining } from "./orders.ts";
import { absolute, add, compare, less, maximum, multiply, one, parse, type Ratio, subtract, sum } from "./ratio.ts";
import { equityNow, multiplierOf, reduces, type Setup, type State, symbolsOf } from "./state.ts";

/** The first limit that an order, or what a change would make of one, goes beyond (SPEC O25). */
export function breach(setup: Setup, state: State, order: Order, isNew: boolean): string | undefined {
  const { limits } = setup.scenario;
  if (limits === undefined || isBracketChild(order)) return undefined;
  const unit = unitValue(setup, state, order);
  const isAbove = (amount: Ratio, limit: string | undefined) => limit !== undefined && less(parse(limit), amount);
  const size = remaining(order);
  if (isAbove(size, limits.orderQuantity)) return "limitOrderQuantity";
  if (isAbove(multiply(size, unit), limits.orderValue)) return "limitOrderValue";
  if (reduces(state, order)) return undefined;
  const added = add(size, pending(state, order.symbol, order.buying, order.id));
  const after = afterAll(state, order.symbol, order.buying, added);
  if (isAbove(after, limits.position)) return "limitPosition";
  if (isAbove(multiply(after, unit), limits.positionValue)) return "limitPositionValue";
  const equity = equityNow(setup, state);
  const gross = add(multiply(after, unit), exposureBeside(setup, state, order.symbol));
  if (limits.exposure !== undefined && less(multiply(parse(limits.exposure), equity), gross)) return "limitExposure";
  const open = state.orders.filter((other) => isActive(other) && other.id !== order.id).length;
  if (isNew && limits.openOrders !== undefined && open >= limits.openOrders) return "limitOpenOrders";
  // Daily bars: of this day there is one close at most, that of the marks.
  const least = multiply(subtract(one, parse(limits.dailyLoss ?? "1")), state.dayStart);
  return limits.dailyLoss !== undefined && less(equity, least) ? "limitDailyLoss" : undefined;
}

/** Whether a change leaves more at stake: only then do limits look at it. */
export function stakesMore(setup: Setup, state: State, order: Order, changed: Order): boolean {
  const stake = (one: Order) => multiply(remaining(one), unitValue(setup, state, one));
  return compare(stake(changed), stake(order)) > 0;
}

const unitValue = (setup: Setup, state: State, order: Order): Ratio =>
  multiply(reservePrice(setup, state, order), multiplierOf(setup, order.symbol));

/** Open quantity on one side, bracket children left out. */
function pending({ orders }: State, symbol: string, buying: boolean, except: number): Ratio {
  const counted = orders.filter((order) => isActive(order) && order.symbol === symbol && order.buying === buying && order.id !== except);
  return sum(counted.filter((order) => !isBracketChild(order)).map(remaining));
}

function afterAll(state: State, symbol: string, buying: boolean, quantity: Ratio): Ratio {
  const held = position(state.account, symbol);
  return absolute(buying ? add(held, quantity) : subtract(held, quantity));
}

/** Each other symbol with its open orders on the side that makes it larger. */
function exposureBeside(setup: Setup, state: State, symbol: string): Ratio {
  const others = symbolsOf(setup).filter((other) => other !== symbol);
  return sum(
    others.map((other) => {
      const sides = [true, false].map((buying) => afterAll(state, other, buying, pending(state, other, buying, 0)));
      const price = state.closes[other];
      return price === undefined ? sum([]) : multiply(sides.reduce(maximum), multiply(price, multiplierOf(setup, other)));
    }),
  );
}
