import { position } from "./oracle-account.ts";
import { end } from "./oracle-fill.ts";
import { refusal } from "./oracle-funds.ts";
import { isFinal, isWorking, type Kind, type Order, signedRemaining } from "./oracle-orders.ts";
import {
  absolute,
  add,
  divide,
  isZero,
  multiply,
  negate,
  parse,
  type Ratio,
  ratio,
  roundToMultiple,
  sign,
  subtract,
  sum,
  zero,
} from "./oracle-ratio.ts";
import type { Command, OrderTerms } from "./oracle-scenario.ts";
import { equityNow, multiplierOf, orderOf, type Setup, type State } from "./oracle-state.ts";

/** Does what the strategy says at a close. */
export function obey(setup: Setup, state: State, command: Command): void {
  switch (command.do) {
    case "order":
      submit(setup, state, command, {});
      return;
    case "pair": {
      const [a, b] = [submit(setup, state, command.first, {}), submit(setup, state, command.second, {})];
      if (isFinal(a) || isFinal(b)) return;
      a.sibling = b.id;
      b.sibling = a.id;
      return;
    }
    case "target":
      target(setup, state, command.symbol, parse(command.quantity));
      return;
    case "targetPercent": {
      const share = ratio(command.num, command.den);
      target(setup, state, command.symbol, wholeLots(setup, state, command.symbol, multiply(equityNow(setup, state), share)));
      return;
    }
    case "value":
      fitting(setup, state, command.symbol, wholeLots(setup, state, command.symbol, parse(command.value)));
      return;
    case "close": {
      const closing = state.orders.filter((order) => order.symbol === command.symbol && order.closing && isWorking(order));
      const quantity = subtract(negate(position(state.account, command.symbol)), sum(closing.map(signedRemaining)));
      if (!isZero(quantity)) submit(setup, state, { symbol: command.symbol, quantity: text(quantity) }, { closing: true });
      return;
    }
    case "cancel": {
      const order = orderOf(state, command.order);
      if (order !== undefined && isWorking(order)) end(state, order, "canceled", "userCancel");
      return;
    }
    case "modify":
      modify(state, command);
      return;
    case "bracket":
      bracket(setup, state, command);
      return;
  }
}

const text = (quantity: Ratio): string => quantity.num.toString();

/** Quotient of value and price, toward zero to the lot (SPEC O4). */
function wholeLots(setup: Setup, state: State, symbol: string, value: Ratio): Ratio {
  const price = multiply(state.closes[symbol] ?? zero, multiplierOf(setup, symbol));
  return roundToMultiple(divide(value, price), setup.lot, "down");
}

function target(setup: Setup, state: State, symbol: string, wanted: Ratio): void {
  const open = state.orders.filter((order) => order.symbol === symbol && isWorking(order));
  fitting(setup, state, symbol, subtract(subtract(wanted, position(state.account, symbol)), sum(open.map(signedRemaining))));
}

function fitting(setup: Setup, state: State, symbol: string, quantity: Ratio): void {
  if (!isZero(quantity)) submit(setup, state, { symbol, quantity: text(quantity) }, { fit: true });
}

interface Marks {
  readonly fit?: boolean;
  readonly closing?: boolean;
  readonly parent?: number;
}

function create(state: State, terms: OrderTerms, marks: Marks): Order {
  const quantity = parse(terms.quantity);
  const amount = (value: string | undefined) => (value === undefined ? undefined : parse(value));
  const order: Order = {
    id: state.orders.length + 1,
    symbol: terms.symbol,
    buying: sign(quantity) > 0,
    kind: kindOf(terms),
    tif: terms.tif ?? "GTC",
    at: terms.at,
    fit: marks.fit ?? false,
    closing: marks.closing ?? false,
    said: state.day,
    trailAmount: amount(terms.trail),
    trailPercent: amount(terms.trailPercent),
    parent: marks.parent,
    quantity: absolute(quantity),
    limit: amount(terms.limit),
    stop: amount(terms.stop),
    filled: zero,
    paid: zero,
    fills: 0,
    status: "initialized",
    reason: undefined,
    sibling: undefined,
    reference: undefined,
    resting: false,
    acted: -1,
  };
  state.orders.push(order);
  return order;
}

function kindOf(terms: OrderTerms): Kind {
  if (terms.trail !== undefined || terms.trailPercent !== undefined) return "trailingStop";
  if (terms.stop !== undefined) return terms.limit === undefined ? "stop" : "stopLimit";
  return terms.limit === undefined ? "market" : "limit";
}

function submit(setup: Setup, state: State, terms: OrderTerms, marks: Marks): Order {
  const order = create(state, terms, marks);
  accept(setup, state, order);
  return order;
}

function accept(setup: Setup, state: State, order: Order): void {
  const refused = refusal(setup, state, order);
  if (refused === undefined) order.status = "accepted";
  else end(state, order, "rejected", refused);
}

function bracket(setup: Setup, state: State, command: Extract<Command, { do: "bracket" }>): void {
  const { symbol, quantity } = command;
  const entry = create(state, { symbol, quantity, ...(command.entry === undefined ? {} : { limit: command.entry }) }, {});
  const exit = text(negate(parse(quantity)));
  const takeProfit = create(state, { symbol, quantity: exit, limit: command.takeProfit }, { parent: entry.id });
  const stopLoss = create(state, { symbol, quantity: exit, stop: command.stopLoss }, { parent: entry.id });
  takeProfit.sibling = stopLoss.id;
  stopLoss.sibling = takeProfit.id;
  accept(setup, state, entry);
}

function modify(state: State, command: Extract<Command, { do: "modify" }>): void {
  const order = orderOf(state, command.order);
  // A limit that has triggered or filled in part is left alone, as is an order without one.
  if (order?.status === "accepted" && order.limit !== undefined) order.limit = parse(command.limit);
}

/** SPEC M6: open orders change with the shares. */
export function splitOrders(setup: Setup, state: State, symbol: string, factor: Ratio): void {
  for (const order of state.orders) {
    if (order.symbol !== symbol || isFinal(order)) continue;
    order.quantity = add(order.filled, multiply(subtract(order.quantity, order.filled), factor));
    const adjust = (price: Ratio | undefined) => (price === undefined ? undefined : divide(price, factor));
    order.limit = adjust(order.limit);
    order.stop = adjust(order.stop);
    order.trailAmount = adjust(order.trailAmount);
    order.reference = adjust(order.reference);
    const off = (value: Ratio | undefined, step: Ratio) => value !== undefined && divide(value, step).den !== 1n;
    if ([order.limit, order.stop, order.trailAmount].some((price) => off(price, setup.tick)))
      end(state, order, "canceled", "offTickAfterSplit");
    else if (off(order.quantity, setup.lot)) end(state, order, "canceled", "offLotAfterSplit");
  }
}
