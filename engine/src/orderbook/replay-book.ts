import { type Amount, Decimal, isAmount } from "../decimal.ts";
import { ConfigurationError, OrderError } from "../errors.ts";
import { fromNative, native } from "../native.ts";

/** How far the cancels of others bring an own order forward in its queue; `exact` where the recording has orders. */
export type QueueModel = "riskAverse" | "power1" | "power2" | "power3" | "log" | "exact";

/** A time: RFC 3339, or a number of the clock in seconds, milli-, micro- or nanoseconds since 1970. */
export type ReplayTime = string | number | bigint | Date;

/** A limit order of one's own in the recorded market. */
export interface OwnOrder {
  /** When it reaches the market: behind what stands there then. */
  readonly at: ReplayTime;
  readonly side: "buy" | "sell";
  readonly price: Amount;
  readonly quantity: Amount;
  readonly cancelAt?: ReplayTime;
}

export interface ReplayOptions {
  /** Times at which to show the book, as it stands after the last message not later. */
  readonly at?: ReplayTime | readonly ReplayTime[];
  /** Levels a side, 10. */
  readonly depth?: number;
  /** Orders to simulate in the recorded queues. */
  readonly orders?: readonly OwnOrder[];
  /** Without one `exact` where the recording has orders, else `riskAverse`. */
  readonly queueModel?: QueueModel;
  /** Seconds of bars to make from the trades. */
  readonly barSeconds?: number;
}

/** Price and quantity, canonical text; a quantity is null where quotes come without one. */
export type ReplayLevel = readonly [price: string, quantity: string | null];

export interface ReplayedBook {
  readonly time: string;
  readonly bids: readonly ReplayLevel[];
  readonly asks: readonly ReplayLevel[];
}

export type FlawKind = "crossed" | "gap" | "negative" | "outOfOrder" | "unknownOrder" | "duplicateOrder" | "overfill" | "quoteDiffers";

export interface ReplayFlaw {
  readonly kind: FlawKind;
  /** Line of the file, or element of its array, from 1. */
  readonly row: number;
  readonly time: string;
  readonly what: string;
}

export interface ReplayFill {
  /** The own order, from 1. */
  readonly order: number;
  readonly time: string;
  readonly row: number;
  readonly price: string;
  readonly quantity: string;
  /** `taker`: against what stood when it came. */
  readonly liquidity: "maker" | "taker";
}

export interface ReplayedOrder {
  readonly id: number;
  readonly status: "filled" | "resting" | "canceled" | "notReached";
  readonly filled: string;
  readonly open: string;
  /** What stood before it when it joined its queue, and at the end; null when it was never there or is filled. */
  readonly aheadAtFirst: string | null;
  readonly ahead: string | null;
}

/** What a recording comes to. Decimals are canonical text, times RFC 3339. */
export interface BookReplay {
  readonly file: string;
  readonly format: string;
  readonly from: string;
  readonly to: string;
  readonly counts: {
    readonly messages: number;
    readonly trades: number;
    readonly quotes: number;
    /** States of the book held against the exchange's own quotes. */
    readonly quotesCompared: number;
    readonly levels: number;
    readonly orders: number;
    readonly snapshots: number;
    /** Messages of kinds that say nothing about trades, quotes or books. */
    readonly ignored: number;
  };
  /** Of all trades. */
  readonly volume: string;
  /** Sum of price × quantity; null where it does not fit 128 bits. */
  readonly notional: string | null;
  /** At the end. */
  readonly levels: { readonly bids: number; readonly asks: number };
  /** The first 20 in words. */
  readonly flaws: {
    readonly count: number;
    readonly byKind: Readonly<Partial<Record<FlawKind, number>>>;
    readonly first: readonly ReplayFlaw[];
  };
  /** One a time of `at`, in its order. */
  readonly books: readonly ReplayedBook[];
  readonly end: ReplayedBook;
  readonly bars:
    | readonly (readonly [time: string, open: string, high: string, low: string, close: string, volume: string, trades: number])[]
    | null;
  readonly fills: readonly ReplayFill[];
  readonly orders: readonly ReplayedOrder[];
}

const models: readonly QueueModel[] = ["riskAverse", "power1", "power2", "power3", "log", "exact"];

/**
 * Replays a file of quotes, trades, L2 or L3 messages (docs/order-book.md lists the formats), checks it, shows the book at any time,
 * and says how orders of one's own would have filled. Throws `DataError` for a file that cannot be read, with its row.
 *
 * ```ts
 * import { replayBook } from "rustybt/orderbook";
 *
 * const { books, flaws, fills } = await replayBook("book.csv", {
 *   at: "2024-01-02T14:30:01Z",
 *   orders: [{ at: "2024-01-02T14:30:00.5Z", side: "buy", price: "10.00", quantity: 50 }],
 * });
 * ```
 */
export async function replayBook(path: string, options: ReplayOptions = {}): Promise<BookReplay> {
  if (typeof path !== "string" || path === "") throw wrong("path", path, "the path of a file");
  const { at = [], depth = 10, orders = [], queueModel, barSeconds } = options;
  if (!Number.isInteger(depth) || depth < 0) throw wrong("depth", depth, "a whole number of levels");
  if (barSeconds !== undefined && (!Number.isInteger(barSeconds) || barSeconds < 1 || barSeconds > 0xffffffff)) {
    throw wrong("barSeconds", barSeconds, "a whole number of seconds, at least 1");
  }
  if (queueModel !== undefined && !models.includes(queueModel)) throw wrong("queueModel", queueModel, models.join(", "));
  const json = JSON.stringify({
    at: (isTimes(at) ? at : [at]).map((time) => timeText("at", time)),
    depth,
    queueModel,
    barSeconds,
    orders: orders.map((order, index) => ({
      at: timeText(`orders[${index}].at`, order.at),
      side: order.side,
      price: amountText(`orders[${index}].price`, order.price),
      quantity: amountText(`orders[${index}].quantity`, order.quantity),
      ...(order.cancelAt === undefined ? {} : { cancelAt: timeText(`orders[${index}].cancelAt`, order.cancelAt) }),
    })),
  });
  try {
    return JSON.parse(await native().replayBook(path, json));
  } catch (error) {
    throw fromNative(error);
  }
}

function isTimes(at: ReplayTime | readonly ReplayTime[]): at is readonly ReplayTime[] {
  return Array.isArray(at);
}

function timeText(name: string, time: ReplayTime): string {
  if (time instanceof Date && !Number.isNaN(time.getTime())) return time.toISOString();
  if (typeof time === "string" || typeof time === "bigint" || Number.isSafeInteger(time)) return String(time);
  throw wrong(name, time, "RFC 3339, a whole number of the clock, or a Date");
}

function amountText(name: string, value: Amount): string {
  if (isAmount(value) && !(typeof value === "number" && !Number.isFinite(value))) {
    return typeof value === "string" ? value.trim() : new Decimal(typeof value === "object" ? value.toFixed() : value.toString()).toFixed();
  }
  throw new OrderError(`${name} is ${String(value)}: expected a decimal`, {
    code: "order.replay",
    hint: "Give a string, a Decimal, a bigint or a finite number.",
    context: { [name]: String(value) },
  });
}

function wrong(name: string, value: unknown, expected: string): ConfigurationError {
  return new ConfigurationError(`${name} is ${String(value)}: expected ${expected}`, {
    code: "configuration.replay",
    hint: "See docs/order-book.md.",
    context: { [name]: String(value) },
  });
}
