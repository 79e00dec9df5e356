import type { Amount, Decimal } from "../decimal.ts";
import { OrderError } from "../errors.ts";
import { type BookHandle, callNative } from "../native.ts";
import { type BatchColumns, type BatchResult, batchActions, checkColumns } from "./batch.ts";
import { type BookEvent, type BookReason, type BookSide, type BookTrade, readEvents } from "./book-event.ts";
import { Grid } from "./grid.ts";

/** What is done where an order would trade with one of the same owner; that of the order that comes decides. */
export type SelfTradeMode = "allow" | "cancelNewest" | "cancelOldest" | "cancelBoth" | "decrement";

export interface OrderBookOptions {
  /** Prices are multiples of it; "0.01". */
  readonly tick?: Amount;
  /** Quantities are multiples of it; "1". */
  readonly lot?: Amount;
  /** Of orders that say nothing else; "allow". */
  readonly selfTrade?: SelfTradeMode;
}

export interface BookMarketOrder {
  readonly quantity: Amount;
  /** A whole number; orders without one belong to nobody. */
  readonly owner?: number;
  readonly selfTrade?: SelfTradeMode;
}

export interface BookLimitOrder extends BookMarketOrder {
  readonly price: Amount;
  /** "gtc" rests, "ioc" drops what does not trade at once, "fok" trades whole or not at all. */
  readonly timeInForce?: "gtc" | "ioc" | "fok";
  /** Refused where it would trade at once. */
  readonly postOnly?: boolean;
  /** Most that is shown at a time: an iceberg. */
  readonly display?: Amount;
}

/** What an order has come to at once. */
export interface Submitted {
  /** 1, 2, 3, … in the order of arrival. */
  readonly id: number;
  readonly status: "resting" | "filled" | "canceled" | "rejected";
  /** Why it is canceled or rejected. */
  readonly reason: BookReason | undefined;
  readonly filled: Decimal;
  /** What rests. */
  readonly open: Decimal;
  readonly trades: readonly BookTrade[];
  /** Everything that happened, to other orders too. */
  readonly events: readonly BookEvent[];
}

export interface BookLevel {
  readonly price: Decimal;
  /** Shown lots; hidden parts of icebergs are not in it. */
  readonly quantity: Decimal;
  readonly orders: number;
}

export interface RestingOrder {
  readonly id: number;
  readonly side: BookSide;
  /** None: a market order that waits for an auction. */
  readonly price: Decimal | undefined;
  readonly open: Decimal;
  readonly shown: Decimal;
  readonly display: Decimal | undefined;
  readonly filled: Decimal;
  readonly owner: number | undefined;
}

export interface Uncrossing {
  /** None where nothing can trade. */
  readonly price: Decimal | undefined;
  readonly volume: Decimal;
  /** What buyers would have bought beyond the volume; negative: what sellers would have sold. */
  readonly surplus: Decimal;
  readonly trades: readonly BookTrade[];
  readonly events: readonly BookEvent[];
}

/** Most rows a snapshot takes. */
const all = 0xffffffff;
const selfTradeModes: readonly SelfTradeMode[] = ["allow", "cancelNewest", "cancelOldest", "cancelBoth", "decrement"];
const sides: readonly BookSide[] = ["buy", "sell"];

/**
 * A limit order book with price-time priority for one instrument. Amounts are exact: what does not fit tick or lot is an `OrderError`.
 *
 * ```ts
 * import { OrderBook } from "rustybt/orderbook";
 *
 * const book = new OrderBook({ tick: "0.01", lot: "1" });
 * book.limit("sell", { price: "10.02", quantity: 100 });
 * book.limit("sell", { price: "10.01", quantity: 50 });
 * const { filled, open, trades } = book.limit("buy", { price: "10.01", quantity: 80 });
 * export const said = [String(filled), String(open), String(trades[0]?.price)]; // 50 traded at 10.01, 30 rest
 * ```
 */
export class OrderBook {
  readonly #handle: BookHandle;
  readonly #ticks: Grid;
  readonly #lots: Grid;
  readonly #selfTrade: number;

  constructor({ tick = "0.01", lot = "1", selfTrade = "allow" }: OrderBookOptions = {}) {
    this.#ticks = new Grid("tick", tick);
    this.#lots = new Grid("lot", lot);
    this.#selfTrade = choice("selfTrade", selfTrade, selfTradeModes);
    this.#handle = callNative((core) => core.orderBook());
  }

  get tick(): Decimal {
    return this.#ticks.step;
  }

  get lot(): Decimal {
    return this.#lots.step;
  }

  /** Orders that rest. */
  get size(): number {
    return this.#fact(0);
  }

  /** "auction" between `beginAuction` and `uncross`. */
  get phase(): "continuous" | "auction" {
    return this.#fact(1) === 1 ? "auction" : "continuous";
  }

  get lastPrice(): Decimal | undefined {
    const price = this.#fact(2);
    return Number.isNaN(price) ? undefined : this.#ticks.amount(price);
  }

  limit(side: BookSide, order: BookLimitOrder): Submitted {
    const { timeInForce = "gtc", postOnly = false, display, price } = order;
    const inForce = (["gtc", "ioc", "fok"] as const)[choice("timeInForce", timeInForce, ["gtc", "ioc", "fok"])] ?? "gtc";
    if (typeof postOnly !== "boolean") throw bad("postOnly", postOnly, "true or false");
    if (postOnly && inForce !== "gtc") throw bad("postOnly", postOnly, `false for an order that is ${inForce} and never rests`);
    const action = postOnly ? batchActions.postOnly : inForce === "gtc" ? batchActions.limit : batchActions[inForce];
    const shown = display === undefined ? 0 : this.#positive("display", display);
    return this.#submit(action, side, this.#ticks.steps("price", price), order, shown);
  }

  market(side: BookSide, order: BookMarketOrder): Submitted {
    return this.#submit(batchActions.market, side, Number.NaN, order, 0);
  }

  /** What happened; nothing when the order does not rest. */
  cancel(id: number): readonly BookEvent[] {
    return this.#read(callNative((core) => core.orderBookCancel(this.#handle, number("id", id))));
  }

  /**
   * Changes an order that rests: its price, the quantity that is to remain open, or both. Less at the same price keeps its place in
   * the queue. Throws `OrderError` `order.notResting`.
   */
  amend(id: number, { price, open }: { readonly price?: Amount; readonly open?: Amount }): readonly BookEvent[] {
    const ticks = price === undefined ? Number.NaN : this.#ticks.steps("price", price);
    const lots = open === undefined ? Number.NaN : this.#positive("open", open);
    return this.#read(callNative((core) => core.orderBookAmend(this.#handle, number("id", id), ticks, lots)));
  }

  /** From now on orders gather and nothing trades; what rests takes part. */
  beginAuction(): void {
    callNative((core) => core.orderBookBeginAuction(this.#handle));
  }

  /** What the auction would come to now. `reference` decides between equal prices; without one the last trade does. */
  indicative(reference?: Amount): Omit<Uncrossing, "trades" | "events"> {
    const { price, volume, surplus } = this.#uncross(reference, true);
    return { price, volume, surplus };
  }

  /** Trades everything that can trade at one price, drops market and IOC orders that are left, and goes on continuously. */
  uncross(reference?: Amount): Uncrossing {
    return this.#uncross(reference, false);
  }

  /** The best price of a side (L1). */
  best(side: BookSide): BookLevel | undefined {
    return this.#levels(side, 1)[0];
  }

  /** The first `count` levels of both sides, best first (L2). */
  depth(count = all): { readonly bids: readonly BookLevel[]; readonly asks: readonly BookLevel[] } {
    return { bids: this.#levels("buy", count), asks: this.#levels("sell", count) };
  }

  /** The first `count` orders of a side in the order in which they trade (L3). */
  queue(side: BookSide, count = all): readonly RestingOrder[] {
    return this.#orders(side, count);
  }

  /** An order that rests. */
  order(id: number): RestingOrder | undefined {
    return this.#orders("buy", 1, number("id", id))[0];
  }

  /** What others see before an order at its own price; undefined when it does not rest. */
  position(id: number): { readonly orders: number; readonly quantity: Decimal } | undefined {
    const [orders, quantity] = callNative((core) => core.orderBookPosition(this.#handle, number("id", id)));
    return orders === undefined || quantity === undefined ? undefined : { orders: Number(orders), quantity: this.#lots.amount(quantity) };
  }

  /** Many messages in one call, in whole ticks and lots. A row that cannot be is an `OrderError` before anything is done. */
  batch(columns: BatchColumns): BatchResult {
    checkColumns(columns);
    const { action, side, price, quantity, order, display, owner } = columns;
    const [taker, maker, at, traded, row, [firstOrder = 0, lastOrder = 0, missed = 0]] = callNative((core) =>
      core.orderBookBatch(this.#handle, action, side, price, quantity, order, display, owner, this.#selfTrade),
    );
    return { trades: { taker, maker, price: at, quantity: traded, row }, firstOrder, lastOrder, missed };
  }

  #submit(action: number, side: BookSide, price: number, order: BookMarketOrder, display: number): Submitted {
    const { quantity, owner = 0, selfTrade } = order;
    if (!Number.isInteger(owner) || owner < 0 || owner > all) throw bad("owner", owner, "a whole number from 0 (nobody) to 4294967295");
    const mode = selfTrade === undefined ? this.#selfTrade : choice("selfTrade", selfTrade, selfTradeModes);
    const lots = this.#positive("quantity", quantity);
    const sideCode = choice("side", side, sides);
    const rows = callNative((core) => core.orderBookSubmit(this.#handle, action, sideCode, price, lots, display, owner, mode));
    return this.#submitted(rows[1] ?? 0, readEvents(rows, 1, this.#ticks, this.#lots));
  }

  #submitted(id: number, events: readonly BookEvent[]): Submitted {
    const trades = events.filter((event) => event.type === "trade");
    const filled = trades.reduce((sum, { quantity }) => sum.plus(quantity), this.#lots.amount(0));
    const rested = events.find((event) => event.type === "rested" && event.order === id);
    const ended = events.find((event) => (event.type === "canceled" || event.type === "rejected") && event.order === id);
    const end = ended?.type === "canceled" || ended?.type === "rejected" ? ended : undefined;
    return {
      id,
      status: rested !== undefined ? "resting" : (end?.type ?? "filled"),
      reason: end?.reason,
      filled,
      open: rested?.type === "rested" ? rested.open : this.#lots.amount(0),
      trades,
      events,
    };
  }

  #uncross(reference: Amount | undefined, onlyLook: boolean): Uncrossing {
    const ticks = reference === undefined ? Number.NaN : this.#ticks.steps("reference", reference);
    const rows = callNative((core) => core.orderBookUncross(this.#handle, ticks, onlyLook));
    const [price = Number.NaN, volume = 0, surplus = 0] = rows;
    const events = readEvents(rows, 1, this.#ticks, this.#lots);
    return {
      price: Number.isNaN(price) ? undefined : this.#ticks.amount(price),
      volume: this.#lots.amount(volume),
      surplus: this.#lots.amount(surplus),
      trades: events.filter((event) => event.type === "trade"),
      events,
    };
  }

  #levels(side: BookSide, count: number): BookLevel[] {
    const sideCode = choice("side", side, sides);
    const rows = callNative((core) => core.orderBookDepth(this.#handle, sideCode, countOf(count)));
    const levels: BookLevel[] = [];
    for (let at = 0; at + 2 < rows.length; at += 3) {
      const [price = 0n, quantity = 0n, orders = 0n] = rows.subarray(at, at + 3);
      levels.push({ price: this.#ticks.amount(price), quantity: this.#lots.amount(quantity), orders: Number(orders) });
    }
    return levels;
  }

  #orders(side: BookSide, count: number, id?: number): RestingOrder[] {
    const sideCode = choice("side", side, sides);
    const json = callNative((core) => core.orderBookOrders(this.#handle, sideCode, countOf(count), id));
    const rows: [number, number, number | null, number, number, number, number, number][] = JSON.parse(json);
    return rows.map(([order, sideOf, price, open, shown, display, filled, owner]) => ({
      id: order,
      side: sideOf === 0 ? "buy" : "sell",
      price: price === null ? undefined : this.#ticks.amount(price),
      open: this.#lots.amount(open),
      shown: this.#lots.amount(shown),
      display: display === 0 ? undefined : this.#lots.amount(display),
      filled: this.#lots.amount(filled),
      owner: owner === 0 ? undefined : owner,
    }));
  }

  #read(rows: Float64Array): readonly BookEvent[] {
    return readEvents(rows, 0, this.#ticks, this.#lots);
  }

  #fact(index: number): number {
    return callNative((core) => core.orderBookFacts(this.#handle))[index] ?? 0;
  }

  #positive(what: string, value: Amount): number {
    const lots = this.#lots.steps(what, value);
    if (lots > 0) return lots;
    throw new OrderError(`${what} is ${value}: expected at least one lot, ${this.lot}`, {
      code: "order.quantity",
      hint: "The side says the direction; quantities have no sign.",
      context: { [what]: String(value), lot: this.lot.toString() },
    });
  }
}

function choice<T extends string>(name: string, value: T, known: readonly T[]): number {
  const at = known.indexOf(value);
  if (at >= 0) return at;
  throw bad(name, value, known.map((each) => JSON.stringify(each)).join(", "));
}

function bad(name: string, value: unknown, expected: string): OrderError {
  return new OrderError(`${name} is ${typeof value === "string" ? JSON.stringify(value) : String(value)}: expected ${expected}`, {
    code: `order.${name}`,
    hint: "See docs/order-book.md.",
    context: { [name]: String(value) },
  });
}

function number(name: string, value: number): number {
  if (Number.isSafeInteger(value) && value > 0) return value;
  throw bad(name, value, "the number of an order: 1, 2, …");
}

function countOf(count: number): number {
  if (Number.isInteger(count) && count >= 0 && count <= all) return count;
  throw bad("count", count, "a whole number of levels or orders");
}
