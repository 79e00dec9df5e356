import { expect, test } from "vitest";
import { Decimal } from "../decimal.ts";
import { OrderError } from "../errors.ts";
import { native } from "../native.ts";
import { type BookEvent, bookReasons, eventWidth } from "./book-event.ts";
import { batchActions, OrderBook, type SelfTradeMode } from "./index.ts";

/** An event in one line. */
function line(event: BookEvent): string {
  switch (event.type) {
    case "trade":
      return `${event.taker} ${event.side} ${event.quantity} at ${event.price} of ${event.maker}${event.auction ? " auction" : ""}`;
    case "rested":
      return `${event.order} rests ${event.shown}/${event.open} at ${event.price ?? "market"}`;
    case "replenished":
      return `${event.order} shows ${event.shown}/${event.open}`;
    case "reduced":
      return `${event.order} reduced to ${event.open}`;
    case "requeued":
      return `${event.order} requeued ${event.open} at ${event.price ?? "market"}`;
    case "decremented":
      return `${event.order} decremented by ${event.quantity} to ${event.open}`;
    case "canceled":
    case "rejected":
      return `${event.order} ${event.type} ${event.quantity} ${event.reason}`;
  }
}
const lines = (events: readonly BookEvent[]): string[] => events.map(line);
const levels = (book: OrderBook): string => {
  const { bids, asks } = book.depth();
  const text = (side: typeof bids) => side.map(({ price, quantity, orders }) => `${price}:${quantity}(${orders})`).join(" ");
  return `${text(bids)} | ${text(asks)}`;
};
const fresh = (selfTrade: SelfTradeMode = "allow") => new OrderBook({ tick: "0.01", lot: "1", selfTrade });

test("[B1] an order trades best price first, then oldest first, at the price that stands, and rests with what is left", () => {
  const book = fresh();
  book.limit("sell", { price: "10.02", quantity: 100 }); // 1
  book.limit("sell", { price: "10.01", quantity: 50 }); // 2
  book.limit("sell", { price: "10.01", quantity: 30 }); // 3
  const said = book.limit("buy", { price: "10.02", quantity: 90 });
  expect(lines(said.events)).toEqual(["4 buy 50 at 10.01 of 2", "4 buy 30 at 10.01 of 3", "4 buy 10 at 10.02 of 1"]);
  expect([said.status, String(said.filled), String(said.open)]).toEqual(["filled", "90", "0"]);
  const rest = book.limit("buy", { price: "10.02", quantity: 100 });
  expect([rest.status, String(rest.filled), String(rest.open)]).toEqual(["resting", "90", "10"]);
  expect(levels(book)).toBe("10.02:10(1) | ");
  expect([String(book.lastPrice), book.size, String(book.best("buy")?.price), book.best("sell")]).toEqual(["10.02", 1, "10.02", undefined]);
});

test("[B2] market and IOC orders drop what does not trade, a FOK order trades whole or not at all, post-only never takes", () => {
  const book = fresh();
  const sell = (quantity: number, price = "10") => book.limit("sell", { price, quantity });
  sell(50); // 1
  expect(lines(book.limit("buy", { price: "10", quantity: 80, timeInForce: "fok" }).events)).toEqual(["2 rejected 80 fok"]);
  expect(lines(book.limit("buy", { price: "10", quantity: 60, timeInForce: "ioc" }).events)).toEqual([
    "3 buy 50 at 10 of 1",
    "3 canceled 10 ioc",
  ]);
  sell(20); // 4
  expect(book.limit("buy", { price: "10", quantity: 5, postOnly: true })).toMatchObject({ status: "rejected", reason: "postOnly" });
  expect(book.limit("buy", { price: "9.99", quantity: 5, postOnly: true }).status).toBe("resting");
  expect(lines(book.market("buy", { quantity: 25 }).events)).toEqual(["7 buy 20 at 10 of 4", "7 canceled 5 noLiquidity"]);
  sell(20); // 8
  expect(book.limit("buy", { price: "10", quantity: 20, timeInForce: "fok" }).status).toBe("filled");
});

test("[B3] an iceberg shows a part at a time, and each new part queues behind what is shown", () => {
  const book = fresh();
  book.limit("sell", { price: "10", quantity: 100, display: 30 }); // 1
  book.limit("sell", { price: "10", quantity: 40 }); // 2
  expect(levels(book)).toBe(" | 10:70(2)");
  const { events } = book.market("buy", { quantity: 90 });
  expect(lines(events)).toEqual(["3 buy 30 at 10 of 1", "1 shows 30/70", "3 buy 40 at 10 of 2", "3 buy 20 at 10 of 1"]);
  expect(levels(book)).toBe(" | 10:10(1)");
  expect(book.limit("buy", { price: "10", quantity: 50, timeInForce: "fok" }).status).toBe("filled"); // hidden lots count: 10 + 30 + 10
  expect(() => book.limit("buy", { price: "9", quantity: 10, display: 11 })).toThrow("a display of 11 lots");
});

test("[B4] less at the same price keeps its place; more, or another price, loses it and may trade", () => {
  const book = fresh();
  const first = book.limit("buy", { price: "10", quantity: 50 }).id;
  const second = book.limit("buy", { price: "10", quantity: 50 }).id;
  const ahead = (id: number) => [book.position(id)?.orders, String(book.position(id)?.quantity)];
  expect(lines(book.amend(first, { open: 20 }))).toEqual(["1 reduced to 20"]);
  expect([ahead(first), ahead(second)]).toEqual([
    [0, "0"],
    [1, "20"],
  ]);
  expect(lines(book.amend(first, { open: 60 }))).toEqual(["1 requeued 60 at 10", "1 rests 60/60 at 10"]);
  expect(ahead(first)).toEqual([1, "50"]);
  book.limit("sell", { price: "10.05", quantity: 10 }); // 3
  expect(lines(book.amend(second, { price: "10.05" }))).toEqual([
    "2 requeued 50 at 10.05",
    "2 buy 10 at 10.05 of 3",
    "2 rests 40/40 at 10.05",
  ]);
  expect(book.order(second)).toMatchObject({ id: 2, side: "buy", owner: undefined, display: undefined });
  expect([String(book.order(second)?.filled), String(book.order(second)?.open)]).toEqual(["10", "40"]);
  expect(lines(book.cancel(second))).toEqual(["2 canceled 40 canceled"]);
  expect(book.cancel(second)).toEqual([]);
  expect(() => book.amend(second, { open: 1 })).toThrow("order 2 does not rest in the book");
  expect(() => book.amend(first, {})).toThrow("an amend names a price, an open quantity, or both");
});

test.each([
  ["allow", ["2 buy 40 at 10 of 1"]],
  ["cancelNewest", ["2 canceled 40 selfTrade"]],
  ["cancelOldest", ["1 canceled 100 selfTrade", "2 rests 40/40 at 10"]],
  ["cancelBoth", ["1 canceled 100 selfTrade", "2 canceled 40 selfTrade"]],
  ["decrement", ["1 decremented by 40 to 60", "2 canceled 40 selfTrade"]],
] as const)("[B5] own orders that would meet: %s", (selfTrade, expected) => {
  const book = fresh(selfTrade);
  book.limit("sell", { price: "10", quantity: 100, owner: 7 });
  expect(lines(book.limit("buy", { price: "10", quantity: 40, owner: 7 }).events)).toEqual(expected);
  const other = fresh(selfTrade);
  other.limit("sell", { price: "10", quantity: 100 }); // orders of nobody always trade
  expect(other.limit("buy", { price: "10", quantity: 40 }).status).toBe("filled");
});

// Worked by hand; each line: buys, sells (price:quantity), reference, then price, volume, surplus.
test.each([
  ["most volume", ["10.2:100", "10.1:50"], ["10:80", "10.2:100"], undefined, "10.2", 100, -80],
  ["least surplus", ["10.2:100", "10:60"], ["9.9:100", "10.1:0"], undefined, "10.2", 100, 0],
  ["buyers left over: the highest", ["10.2:150"], ["10:100"], "9", "10.2", 100, 50],
  ["sellers left over: the lowest", ["10.2:100"], ["10:150"], "11", "10", 100, -50],
  ["nothing left over: nearest to the reference", ["10.2:100"], ["10:100"], "10.05", "10.05", 100, 0],
  ["no reference: the middle", ["10.2:100"], ["10:100"], undefined, "10.1", 100, 0],
  ["market orders alone: the reference", ["market:70"], ["market:50"], "9.5", "9.5", 50, 20],
  ["market orders alone and no reference: nothing", ["market:70"], ["market:50"], undefined, undefined, 0, 0],
  ["nothing crosses", ["9:70"], ["10:50"], "9.5", undefined, 0, 0],
] as const)("[B6] an auction's price: %s", (_, buys, sells, reference, price, volume, surplus) => {
  const book = fresh();
  book.beginAuction();
  for (const [side, orders] of [["buy", buys] as const, ["sell", sells] as const]) {
    for (const [at = "", quantity = ""] of orders.map((order) => order.split(":"))) {
      if (quantity === "0") continue;
      if (at === "market") book.market(side, { quantity });
      else book.limit(side, { price: at, quantity });
    }
  }
  const seen = book.indicative(reference);
  const found = book.uncross(reference);
  expect([found.price?.toString(), Number(found.volume), Number(found.surplus)]).toEqual([price, volume, surplus]);
  expect([seen.price?.toString(), Number(seen.volume)]).toEqual([price, volume]);
  expect(found.trades.reduce((sum, { quantity }) => sum + Number(quantity), 0)).toBe(volume);
  expect(book.phase).toBe("continuous");
});

test("[B6] in an auction market orders come first, icebergs take part whole, and what may not rest is dropped at its end", () => {
  const book = fresh();
  book.limit("buy", { price: "10", quantity: 30 }); // 1
  book.beginAuction();
  expect(lines(book.limit("sell", { price: "9", quantity: 90, display: 10 }).events)).toEqual(["2 rests 10/90 at 9"]);
  book.market("buy", { quantity: 40 }); // 3
  book.limit("buy", { price: "9.5", quantity: 50, timeInForce: "ioc" }); // 4
  expect(book.limit("buy", { price: "9", quantity: 1, postOnly: true })).toMatchObject({ status: "rejected", reason: "auction" });
  expect(() => book.beginAuction()).toThrow("an auction is going on already");
  const { price, events } = book.uncross("9.2");
  expect(String(price)).toBe("9.5");
  expect(lines(events)).toEqual([
    "2 sell 40 at 9.5 of 3 auction",
    "2 sell 30 at 9.5 of 1 auction",
    "2 sell 20 at 9.5 of 4 auction",
    "4 canceled 30 ioc",
  ]);
  expect(() => book.uncross()).toThrow("no auction is going on");
});

test("[B7] orders of a side are listed as they trade, and the queue before an order is what others see", () => {
  const book = fresh();
  book.limit("buy", { price: "9.99", quantity: 5 }); // 1
  book.limit("buy", { price: "10", quantity: 100, display: 20, owner: 3 }); // 2
  book.limit("buy", { price: "10", quantity: 7 }); // 3
  expect(book.queue("buy").map(({ id, shown, open }) => `${id} ${shown}/${open}`)).toEqual(["2 20/100", "3 7/7", "1 5/5"]);
  expect(book.queue("buy", 1)[0]).toMatchObject({ id: 2, owner: 3 });
  expect([book.position(3)?.orders, String(book.position(3)?.quantity)]).toEqual([1, "20"]);
  expect([book.position(99), book.order(99)]).toEqual([undefined, undefined]);
  expect(book.depth(1).bids).toHaveLength(1);
});

test("[B1] amounts come as text, Decimal, bigint or number, exactly; what does not fit tick or lot is refused by name", () => {
  const book = new OrderBook({ tick: "0.0005", lot: "0.001" });
  expect(book.limit("buy", { price: new Decimal("1.0005"), quantity: 0.001 }).status).toBe("resting");
  expect(book.limit("buy", { price: 1n, quantity: "2.5" }).status).toBe("resting");
  expect(levels(book)).toBe("1.0005:0.001(1) 1:2.5(1) | ");
  const refused = (order: () => unknown): unknown => {
    try {
      order();
    } catch (error) {
      return error instanceof OrderError ? `${error.code}: ${error.message}` : error;
    }
    return "nothing";
  };
  const buy =
    (price: unknown, quantity: unknown, more: object = {}) =>
    () =>
      book.limit("buy", { price, quantity, ...more } as Parameters<OrderBook["limit"]>[1]);
  expect([
    refused(buy("1.0001", 1)),
    refused(buy("1", "0.0001")),
    refused(buy("1", -1)),
    refused(buy("1", Number.NaN)),
    refused(buy("1e16", 1)),
    refused(buy("1", 1, { owner: 1.5 })),
    refused(buy("1", 1, { timeInForce: "day" })),
    refused(buy("1", 1, { timeInForce: "ioc", postOnly: true })),
    refused(() => new OrderBook({ tick: "0" })),
    refused(() => book.cancel(0)),
  ]).toEqual([
    'order.price: price is "1.0001": no multiple of the tick 0.0005',
    'order.quantity: quantity is "0.0001": no multiple of the lot 0.001',
    "order.quantity: quantity is -1: expected at least one lot, 0.001",
    "order.quantity: quantity is NaN: expected a decimal",
    'order.price: price is "1e16": more than 2^53 ticks of 0.0005',
    "order.owner: owner is 1.5: expected a whole number from 0 (nobody) to 4294967295",
    'order.timeInForce: timeInForce is "day": expected "gtc", "ioc", "fok"',
    "order.postOnly: postOnly is true: expected false for an order that is ioc and never rests",
    'order.tick: tick is "0": expected a decimal above 0 with at most 18 decimals',
    "order.id: id is 0: expected the number of an order: 1, 2, …",
  ]);
});

test("[B1] a batch does in one call what its rows say, and a row that cannot be is named before anything is done", () => {
  const { limit, market, cancel, amend } = batchActions;
  const columns = {
    action: Uint8Array.of(limit, limit, amend, cancel, cancel, market),
    side: Uint8Array.of(1, 1, 0, 0, 0, 0),
    price: Float64Array.of(1001, 1000, Number.NaN, 0, 0, 0),
    quantity: Float64Array.of(10, 20, 15, 0, 0, 18),
    order: Float64Array.of(0, 0, 2, 99, 1, 0),
  };
  const book = fresh();
  const { trades, ...rest } = book.batch(columns);
  expect(rest).toEqual({ firstOrder: 1, lastOrder: 3, missed: 1 });
  expect(Object.values(trades).map((column) => [...column])).toEqual([[3], [2], [1000], [15], [5]]);
  const broken = { ...columns, quantity: Float64Array.of(10, 20, 15, 0, 0, 1.5) };
  expect(() => book.batch(broken)).toThrow("row 5: 1.5 is no whole number of ticks or lots");
  expect(() => book.batch({ ...columns, side: Uint8Array.of(1) })).toThrow("the columns of a batch are not of one length");
  expect(() => book.batch({ ...columns, price: [1] as unknown as Float64Array })).toThrow("the column price of a batch is no Float64Array");
  expect([book.size, levels(book)]).toEqual([0, " | "]);
});

test("both sides of the boundary mean the same reasons", () => {
  expect(JSON.parse(native().orderBookWords())).toEqual({ reasons: bookReasons, eventWidth });
});
