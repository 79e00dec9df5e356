import { refusal, reserve } from "./funds.ts";
import { end } from "./links.ts";
import { recordNew, timeOf } from "./log.ts";
import { latencyText, send, trip } from "./messages.ts";
import { blankOrder, type Kind, type LotChoice, type Order } from "./orders.ts";
import { absolute, parse, sign, zero } from "./ratio.ts";
import { dateOf, type OrderTerms } from "./scenario.ts";
import type { Setup, State } from "./state.ts";
import { listen, tell, tellOwn } from "./words.ts";

export interface Marks {
  readonly fit?: boolean;
  readonly closing?: boolean;
  readonly parent?: number;
  readonly oto?: boolean;
}

export function create(setup: Setup, state: State, terms: OrderTerms, marks: Marks): Order {
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
  listen(state, order);
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

/** An order said now. */
export function submit(setup: Setup, state: State, terms: OrderTerms, marks: Marks): Order {
  const order = create(setup, state, terms, marks);
  accept(setup, state, order);
  return order;
}

/** The account's word on an order; one it lets pass leaves for the market, and is there at once where that takes no time. */
export function accept(setup: Setup, state: State, order: Order): void {
  const refused = refusal(setup, state, order);
  if (refused !== undefined) {
    Object.assign(order, { status: "rejected", reason: refused });
    recordNew(state, order);
    tellOwn(state, order);
    end(state, order, "rejected", refused);
    return;
  }
  const sent = trip(setup, state, order, "submit");
  if (sent !== undefined) {
    Object.assign(order, { status: "submitted", flying: true });
    recordNew(state, order, latencyText(sent));
    reserve(setup, state, order);
    send(state, order, sent, { do: "submit" });
    tellOwn(state, order);
    return;
  }
  order.status = "accepted";
  recordNew(state, order);
  tell(state, order, "accepted");
  reserve(setup, state, order);
  // No later step qualifies.
  if (order.lastDay !== undefined && order.lastDay <= state.day) end(state, order, "expired", "gtdEnd");
}
