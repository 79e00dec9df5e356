import { position } from "./account.ts";
import { beginAtLink } from "./children.ts";
import { available, refusal, reserve } from "./funds.ts";
import { end, resize } from "./links.ts";
import { record, recordNew, recordTerms, timeOf } from "./log.ts";
import {
  blankOrder,
  isBracketChild,
  isFinal,
  isWorking,
  type Kind,
  type LotChoice,
  type Order,
  remaining,
  signedRemaining,
} from "./orders.ts";
import {
  absolute,
  add,
  compare,
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
      link(setup, state, command.link ?? "oco", a, b);
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
      if (order !== undefined && !isFinal(order)) end(state, order, "canceled", "userCancel");
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
    prices: (["limit", "stop", "ifTouched"] as const).filter((name) => terms[name] !== undefined),
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
  const parent = "order" in command.parent ? orderOf(state, command.parent.order) : submit(setup, state, command.parent, {});
  if (parent === undefined) return;
  const said = command.children.map(({ terms, held }) => ({ terms, order: held ? submit(setup, state, terms, {}) : undefined }));
  const children: Order[] = [];
  for (const { terms, order } of said) {
    if (order !== undefined && order.status !== "accepted") continue;
    const child = order ?? create(setup, state, terms, { parent: parent.id, oto: true });
    if (order === undefined) recordNew(state, child);
    else {
      Object.assign(order, { status: "initialized", parent: parent.id, oto: true, base: zero, reserve: zero, counted: zero });
      record(state, { type: "order", id: order.id, status: "initialized", parent: parent.id });
    }
    children.push(child);
    beginAtLink(setup, state, parent, child);
  }
  const [a, b] = children;
  if (command.link !== undefined && a !== undefined && b !== undefined) link(setup, state, command.link, a, b);
}

function link(setup: Setup, state: State, kind: "oco" | "ouo", a: Order, b: Order): void {
  if (isFinal(a) || isFinal(b) || (kind === "ouo" && compare(remaining(a), remaining(b)) !== 0)) return;
  const key = kind === "ouo" ? "ouo" : "sibling";
  a[key] = b.id;
  b[key] = a.id;
  for (const order of [a, b]) recordTerms(state, order);
  if (kind === "oco")
    for (const [order, other] of [
      [a, b],
      [b, a],
    ] as const)
      resize(setup, state, order, other);
}

function modify(setup: Setup, state: State, command: Extract<Command, { do: "modify" }>): void {
  const order = orderOf(state, command.order);
  if (order === undefined || isFinal(order)) return;
  const before = { ...order };
  let changes = false;
  for (const key of ["limit", "stop", "ifTouched"] as const) {
    const price = command[key];
    if (price === undefined || !order.prices.includes(key)) continue;
    order[key] = parse(price);
    changes = true;
  }
  const resizes = command.quantity !== undefined && !isBracketChild(order) && compare(parse(command.quantity), order.filled) > 0;
  if (resizes) giveSize(order, subtract(parse(command.quantity ?? "0"), order.quantity));
  if (!changes && !resizes) return;
  if (isWorking(order)) {
    reserve(setup, state, order);
    const raised = less(before.reserve, order.reserve);
    // A change the cash cannot carry is refused and leaves the order as it was.
    if (raised && less(available(setup, state, order), order.reserve)) {
      Object.assign(order, before);
      return;
    }
  }
  recordTerms(state, order);
  const partner = orderOf(state, order.sibling);
  if (partner !== undefined && (order.parent === undefined || order.oto)) {
    resize(setup, state, partner, order);
    resize(setup, state, order, partner);
  }
  if (resizes) matchPartner(setup, state, order);
}

/** A larger or smaller order; what waits for a parent has its size still to come. */
function giveSize(order: Order, by: Ratio): void {
  order.quantity = add(order.quantity, by);
  if (order.oto) order.wanted = add(order.wanted, by);
  if (order.status !== "initialized") order.base = add(order.base, by);
  if (!order.oto) order.wanted = order.base;
}

/** SPEC O17: a modified quantity is the other's open quantity too. */
function matchPartner(setup: Setup, state: State, order: Order): void {
  const partner = orderOf(state, order.ouo);
  if (partner === undefined || isFinal(partner)) return;
  const by = subtract(remaining(order), remaining(partner));
  if (isZero(by)) return;
  giveSize(partner, by);
  recordTerms(state, partner);
  reserve(setup, state, partner);
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
