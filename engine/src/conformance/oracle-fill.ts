import { book, position } from "./oracle-account.ts";
import { feeOf, slippageShare, slipped } from "./oracle-costs.ts";
import { withinMargin } from "./oracle-funds.ts";
import { isFinal, isWorking, type Order, reaches, remaining, waiting } from "./oracle-orders.ts";
import {
  absolute,
  add,
  compare,
  divide,
  format,
  isZero,
  less,
  maximum,
  minimum,
  multiply,
  negate,
  parse,
  type Ratio,
  roundToMultiple,
  sign,
  subtract,
  zero,
} from "./oracle-ratio.ts";
import { barToday, multiplierOf, orderOf, type Setup, type State } from "./oracle-state.ts";

/** A price an order has reached, before slippage, and where. */
export interface Reached {
  readonly price: Ratio;
  readonly point: string;
  readonly rule: string;
}

/** Gives an order its chance at a price: liquidity, funds, fill, and what follows from the fill. */
export function act(setup: Setup, state: State, order: Order, reached: Reached): void {
  order.acted = state.day;
  const unlimited = reached.rule === "closeAtEnd";
  const liquidity = unlimited ? undefined : liquidityLeft(setup, state, order.symbol);
  const piece = liquidity === undefined ? remaining(order) : minimum(remaining(order), liquidity);
  if (order.tif === "FOK" && less(piece, remaining(order))) {
    end(state, order, "canceled", "fillOrKill");
    return;
  }
  if (isStop(order)) {
    if (order.kind !== "stopLimit") order.resting = true;
    if (isZero(piece)) order.status = order.status === "accepted" ? "triggered" : order.status;
  }
  if (isZero(piece)) return;

  const allowed = unlimited ? piece : affordable(setup, state, order, piece, reached);
  if (allowed === "short" || allowed === "margin") {
    end(state, order, "canceled", allowed === "short" ? "shortNotAllowed" : "insufficientMargin");
    return;
  }
  if (!isZero(allowed)) fill(setup, state, order, allowed, reached);
  if (less(allowed, piece)) end(state, order, "canceled", "insufficientCash");
}

const isStop = (order: Order): boolean => !order.resting && ["stop", "stopLimit", "trailingStop"].includes(order.kind);

/** What is left of the bar's budget (SPEC F6); undefined without a limit. */
export function liquidityLeft(setup: Setup, state: State, symbol: string): Ratio | undefined {
  const { volumeLimit, slippage } = setup.scenario;
  const limits = [volumeLimit, slippage.model === "volumeShare" ? slippage.limit : undefined].filter((limit) => limit !== undefined);
  if (limits.length === 0) return undefined;
  const volume = barToday(setup, state, symbol)?.volume ?? zero;
  const budget = roundToMultiple(multiply(limits.map(parse).reduce(minimum), volume), setup.lot, "down");
  return maximum(zero, subtract(budget, state.used[symbol] ?? zero));
}

interface Priced {
  readonly price: Ratio;
  readonly notional: Ratio;
  readonly fee: Ratio;
}

/** Price after slippage and fee of filling so much. */
function priced(setup: Setup, state: State, order: Order, quantity: Ratio, reached: Reached): Priced {
  const slips = !["limit", "stopLimit", "closeAtEnd"].includes(reached.rule);
  const volume = barToday(setup, state, order.symbol)?.volume ?? zero;
  const share = isZero(volume) ? zero : divide(add(state.used[order.symbol] ?? zero, quantity), volume);
  const price = slips ? slipped(reached.price, slippageShare(setup.scenario.slippage, share), order.buying) : reached.price;
  const notional = multiply(multiply(price, quantity), multiplierOf(setup, order.symbol));
  return { price, notional, fee: feeOf(setup.scenario.commission, { quantity: order.filled, paid: order.paid }, quantity, notional) };
}

/** How much of a piece the account allows at the fill (SPEC O4, O5, O11). */
function affordable(setup: Setup, state: State, order: Order, piece: Ratio, reached: Reached): Ratio | "short" | "margin" {
  if (setup.scenario.account === "margin") return withinMargin(setup, state, order, piece, reached.price) ? piece : "margin";
  const held = position(state.account, order.symbol);
  if (!order.buying) return less(held, remaining(order)) ? "short" : piece;
  const pays = (quantity: Ratio) => {
    const { notional, fee } = priced(setup, state, order, quantity, reached);
    return compare(add(notional, fee), state.account.cash) <= 0;
  };
  if (pays(piece)) return piece;
  if (!order.fit) return zero;
  const unit = multiply(reached.price, multiplierOf(setup, order.symbol));
  let quantity = minimum(piece, roundToMultiple(maximum(zero, divide(state.account.cash, unit)), setup.lot, "down"));
  while (!isZero(quantity) && !pays(quantity)) quantity = subtract(quantity, setup.lot);
  return quantity;
}

function fill(setup: Setup, state: State, order: Order, quantity: Ratio, reached: Reached): void {
  const { price, fee } = priced(setup, state, order, quantity, reached);
  const before = position(state.account, order.symbol);
  book(state.account, setup.rules, {
    symbol: order.symbol,
    day: state.day,
    quantity: order.buying ? quantity : negate(quantity),
    price,
    multiplier: multiplierOf(setup, order.symbol),
    fee,
  });
  state.used[order.symbol] = add(state.used[order.symbol] ?? zero, quantity);
  order.filled = add(order.filled, quantity);
  order.paid = add(order.paid, fee);
  order.fills += 1;
  order.status = isZero(remaining(order)) ? "filled" : "partiallyFilled";
  state.fills.push({
    id: `${order.id}.${order.fills}`,
    day: state.day,
    symbol: order.symbol,
    side: order.buying ? "buy" : "sell",
    quantity: format(quantity),
    price: format(price),
    slippage: format(subtract(price, reached.price)),
    fee: format(fee),
    rule: reached.rule,
    point: reached.point,
  });
  takeFromSibling(state, order, quantity);
  expireChildren(state, order.symbol, before);
  feedChildren(setup, state, order, quantity, reached);
}

/** SPEC E13: what one fills is taken from the other. */
function takeFromSibling(state: State, order: Order, quantity: Ratio): void {
  const sibling = orderOf(state, order.sibling);
  if (sibling === undefined || !isWorking(sibling)) return;
  sibling.quantity = maximum(sibling.filled, subtract(sibling.quantity, quantity));
  if (isZero(remaining(sibling))) end(state, sibling, "canceled", "ocoFilled");
}

/** SPEC O11: children expire when the position is flat or has crossed zero. */
function expireChildren(state: State, symbol: string, before: Ratio): void {
  const after = position(state.account, symbol);
  if (isZero(before) || sign(before) === sign(after)) return;
  for (const child of state.orders) {
    if (child.parent !== undefined && child.symbol === symbol && isWorking(child)) end(state, child, "expired", "positionFlat");
  }
}

/** SPEC O8: children have what the entry has filled and act from its path point on. */
function feedChildren(setup: Setup, state: State, entry: Order, quantity: Ratio, reached: Reached): void {
  for (const child of state.orders.filter((order) => order.parent === entry.id)) {
    if (isFinal(child)) continue;
    if (child.status === "initialized") {
      child.status = "accepted";
      child.quantity = quantity;
    } else {
      child.quantity = add(child.quantity, quantity);
    }
    const wait = waiting(child, zero);
    if (wait === undefined || !reaches(child, wait, reached.price)) continue;
    act(setup, state, child, { price: reached.price, point: reached.point, rule: child.kind });
  }
}

/** Ends an order; an entry that ends without a fill takes its children with it. */
export function end(state: State, order: Order, status: "rejected" | "canceled" | "expired", reason: string): void {
  order.status = status;
  order.reason = reason;
  if (!isZero(absolute(order.filled))) return;
  for (const child of state.orders) {
    if (child.parent === order.id && child.status === "initialized") end(state, child, "canceled", "parentClosed");
  }
}
