import { position } from "./account.ts";
import { availableCash, refusal, reserve } from "./funds.ts";
import { end } from "./links.ts";
import { record, recordNew, recordTerms, timeOf } from "./log.ts";
import { blankOrder, isFinal, isWorking, type Kind, type LotChoice, type Order, remaining, signedRemaining } from "./orders.ts";
import {
  absolute,
  add,
  divide,
  isZero,
  less,
  multiply,
  negate,
  parse,
  type Ratio,
  ratio,
  roundToDecimals,
  roundToMultiple,
  sign,
  subtract,
  sum,
  zero,
} from "./ratio.ts";
import { type Command, dateOf, type OrderTerms } from "./scenario.ts";
import { equityNow, multiplierOf, orderOf, type Setup, type State } from "./state.ts";

/** Does what the strategy says at a close. */
export function obey(setup: Setup, state: State, command: Command): void {
  switch (command.do) {
    case "order":
      submit(setup, state, command, {});
      return;
    case "pair": {
      const [a, b] = [submit(setup, state, command.first, {}), submit(setup, state, command.second, {})];
      if (isFinal(a) || isFinal(b)) return;
      const key = command.link === "ouo" ? "ouo" : "sibling";
      a[key] = b.id;
      b[key] = a.id;
      for (const order of [a, b]) recordTerms(state, order);
      return;
    }
    case "target":
      target(setup, state, command.symbol, parse(command.quantity));
      return;
    case "targetPercent": {
      const share = ratio(BigInt(command.num), BigInt(command.den));
      target(setup, state, command.symbol, wholeLots(setup, state, command.symbol, multiply(equityNow(setup, state), share)));
      return;
    }
    case "value":
      fitting(setup, state, command.symbol, wholeLots(setup, state, command.symbol, parse(command.value)));
      return;
    case "close": {
      const closing = state.orders.filter((order) => order.symbol === command.symbol && order.closing && isWorking(order));
      const held = position(state.account, command.symbol);
      const quantity = subtract(negate(held), sum(closing.map(signedRemaining)));
      // Earlier closes may cover more than is left: closing never opens.
      if (sign(held) * sign(quantity) < 0) submit(setup, state, { symbol: command.symbol, quantity: text(quantity) }, { closing: true });
      return;
    }
    case "cancel": {
      const order = orderOf(state, command.order);
      if (order !== undefined && isWorking(order)) end(state, order, "canceled", "userCancel");
      return;
    }
    case "modify":
      modify(setup, state, command);
      return;
    case "oto":
      oneTriggersOthers(setup, state, command);
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
  const open = state.orders.filter((order) => order.symbol === symbol && (order.parent === undefined || order.oto) && isWorking(order));
  fitting(setup, state, symbol, subtract(subtract(wanted, position(state.account, symbol)), sum(open.map(signedRemaining))));
}

function fitting(setup: Setup, state: State, symbol: string, quantity: Ratio): void {
  if (!isZero(quantity)) submit(setup, state, { symbol, quantity: text(quantity) }, { fit: true });
}

interface Marks {
  readonly fit?: boolean;
  readonly closing?: boolean;
  readonly parent?: number;
  readonly oto?: boolean;
}

function create(setup: Setup, state: State, terms: OrderTerms, marks: Marks): Order {
  const quantity = parse(terms.quantity);
  const amount = (value: string | undefined) => (value === undefined ? undefined : parse(value));
  const lastDay = terms.expires === undefined ? undefined : lastDayOf(setup, terms.expires);
  const order: Order = {
    ...blankOrder(state.orders.length + 1, terms.symbol, sign(quantity) > 0, kindOf(terms), state.day),
    tif: terms.tif ?? (terms.expires === undefined ? "GTC" : "GTD"),
    expires: terms.expires,
    lastDay,
    at: terms.at,
    fit: marks.fit ?? false,
    closing: marks.closing ?? false,
    postOnly: terms.postOnly ?? false,
    reduceOnly: terms.reduceOnly ?? false,
    parent: marks.parent,
    oto: marks.oto ?? false,
    quantity: absolute(quantity),
    wanted: absolute(quantity),
    base: marks.parent === undefined ? absolute(quantity) : zero,
    limit: amount(terms.limit),
    stop: amount(terms.stop),
    ifTouched: amount(terms.ifTouched),
    trailAmount: amount(terms.trail),
    trailPercent: amount(terms.trailPercent),
    activation: amount(terms.activation),
    trailLimit: amount(terms.trailLimit),
    display: amount(terms.display),
    lots: lotChoice(state, terms),
  };
  state.orders.push(order);
  return order;
}

function lotChoice(state: State, { symbol, lots }: OrderTerms): LotChoice | undefined {
  if (lots === undefined || typeof lots === "string") return lots;
  const held = state.account.lots[symbol] ?? [];
  const named = lots.flatMap((place) => held[place]?.id ?? []);
  return named.length === 0 ? undefined : named;
}

/** The last step that may match before an order's time is over (SPEC O19); undefined when that lies beyond the data. */
function lastDayOf(setup: Setup, expires: string): number | undefined {
  const days = setup.scenario.commands.map((_, day) => day);
  const isDate = expires.length === 10;
  if (dateOf(days.length - 1) < expires.slice(0, 10) || (!isDate && timeOf(days.length - 1) < expires)) return undefined;
  return days.findLast((day) => (isDate ? dateOf(day) <= expires : timeOf(day) < expires));
}

function kindOf(terms: OrderTerms): Kind {
  if (terms.trail !== undefined || terms.trailPercent !== undefined) {
    return terms.trailLimit === undefined ? "trailingStop" : "trailingStopLimit";
  }
  if (terms.ifTouched !== undefined) return terms.limit === undefined ? "marketIfTouched" : "limitIfTouched";
  if (terms.marketToLimit === true) return "marketToLimit";
  if (terms.stop !== undefined) return terms.limit === undefined ? "stop" : "stopLimit";
  return terms.limit === undefined ? "market" : "limit";
}

function submit(setup: Setup, state: State, terms: OrderTerms, marks: Marks): Order {
  const order = create(setup, state, terms, marks);
  accept(setup, state, order);
  return order;
}

function accept(setup: Setup, state: State, order: Order): void {
  const refused = refusal(setup, state, order);
  if (refused !== undefined) {
    Object.assign(order, { status: "rejected", reason: refused });
    recordNew(state, order);
    end(state, order, "rejected", refused);
    return;
  }
  order.status = "accepted";
  recordNew(state, order);
  reserve(setup, state, order);
  // No later step qualifies.
  if (order.lastDay !== undefined && order.lastDay <= state.day) end(state, order, "expired", "gtdEnd");
}

function bracket(setup: Setup, state: State, command: Extract<Command, { do: "bracket" }>): void {
  const { symbol, quantity } = command;
  const entry = create(setup, state, { symbol, quantity, ...(command.entry === undefined ? {} : { limit: command.entry }) }, {});
  const exit = text(negate(parse(quantity)));
  const takeProfit = create(setup, state, { symbol, quantity: exit, limit: command.takeProfit }, { parent: entry.id });
  const stopLoss = create(setup, state, { symbol, quantity: exit, stop: command.stopLoss }, { parent: entry.id });
  takeProfit.sibling = stopLoss.id;
  stopLoss.sibling = takeProfit.id;
  for (const child of [takeProfit, stopLoss]) recordNew(state, child);
  accept(setup, state, entry);
}

/** SPEC O16. */
function oneTriggersOthers(setup: Setup, state: State, command: Extract<Command, { do: "oto" }>): void {
  const parent = submit(setup, state, command.parent, {});
  const said = command.children.map(({ terms, held }) => ({ terms, order: held ? submit(setup, state, terms, {}) : undefined }));
  if (!isWorking(parent)) return;
  for (const { terms, order } of said) {
    if (order === undefined) recordNew(state, create(setup, state, terms, { parent: parent.id, oto: true }));
    else if (order.status === "accepted") {
      Object.assign(order, { status: "initialized", parent: parent.id, oto: true, base: zero, reserve: zero, counted: zero });
      record(state, { type: "order", id: order.id, status: "initialized", parent: parent.id });
    }
  }
}

function modify(setup: Setup, state: State, command: Extract<Command, { do: "modify" }>): void {
  const order = orderOf(state, command.order);
  // A limit that has triggered or filled in part is left alone, as is an order without one.
  if (order?.status !== "accepted" || order.limit === undefined) return;
  const before = { limit: order.limit, reserve: order.reserve, counted: order.counted };
  order.limit = parse(command.limit);
  reserve(setup, state, order);
  const raised = less(before.reserve, order.reserve);
  // A change the cash cannot carry is refused and leaves the order as it was.
  const beyond = setup.scenario.account === "cash" && less(availableCash(state, order), order.reserve);
  if (raised && beyond) Object.assign(order, before);
  else recordTerms(state, order);
}

/** SPEC M6: open orders change with the shares. */
export function splitOrders(setup: Setup, state: State, symbol: string, factor: Ratio): void {
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
