import { add, compare, less, maximum, minimum, multiply, negate, one, type Ratio, subtract, zero } from "./ratio.ts";

export type Kind = "market" | "limit" | "stop" | "stopLimit" | "trailingStop";
export type Status = "initialized" | "accepted" | "rejected" | "triggered" | "partiallyFilled" | "filled" | "canceled" | "expired";

/** An order of the oracle; quantities are without sign. */
export interface Order {
  readonly id: number;
  readonly symbol: string;
  readonly buying: boolean;
  readonly kind: Kind;
  readonly tif: "GTC" | "DAY" | "IOC" | "FOK";
  readonly at: "open" | "close" | undefined;
  /** Cut to what cash allows (SPEC O4). */
  readonly fit: boolean;
  /** Made by `close()` (SPEC O3). */
  readonly closing: boolean;
  /** Day it was said; it acts from the next bar on. */
  readonly said: number;
  readonly trailPercent: Ratio | undefined;
  readonly parent: number | undefined;
  quantity: Ratio;
  /** Quantity before a linked order took its part, and what has filled, both in today's shares: splits multiply them. */
  base: Ratio;
  done: Ratio;
  limit: Ratio | undefined;
  stop: Ratio | undefined;
  filled: Ratio;
  paid: Ratio;
  fills: number;
  status: Status;
  reason: string | undefined;
  sibling: number | undefined;
  /** Best price since a trailing stop lives. */
  reference: Ratio | undefined;
  trailAmount: Ratio | undefined;
  /** A stop that has triggered and could not fill whole is a market order. */
  resting: boolean;
  /** What it set aside when its open quantity last changed; negative when it is estimated to bring cash (SPEC O5). */
  reserve: Ratio;
  /** The open quantity that counts as reducing in that. */
  counted: Ratio;
  /** What a bracket child was said with; it has what its entry fills. */
  readonly wanted: Ratio;
  /** Whether its first line stands in the log. */
  told: boolean;
  /** Day of the last bar in which it had its chance at a price. */
  acted: number;
}

export const isWorking = (order: Order): boolean => ["accepted", "triggered", "partiallyFilled"].includes(order.status);
export const isFinal = (order: Order): boolean => ["rejected", "filled", "canceled", "expired"].includes(order.status);
export const remaining = (order: Order): Ratio => subtract(order.quantity, order.filled);
export const signedRemaining = (order: Order): Ratio => (order.buying ? remaining(order) : negate(remaining(order)));

export const isMarket = (order: Order): boolean => order.kind === "market" || order.resting;
const isLimit = (order: Order): boolean => order.kind === "limit" || (order.kind === "stopLimit" && order.status !== "accepted");

/** The level of a trailing stop, exact (SPEC F4, O11). */
function trailingLevel(order: Order): Ratio | undefined {
  if (order.reference === undefined) return undefined;
  if (order.trailAmount !== undefined) {
    return order.buying ? add(order.reference, order.trailAmount) : subtract(order.reference, order.trailAmount);
  }
  const percent = order.trailPercent ?? zero;
  return multiply(order.reference, order.buying ? add(one, percent) : subtract(one, percent));
}

export function ratchet(order: Order, price: Ratio): void {
  if (order.kind !== "trailingStop" || order.resting) return;
  const better = order.buying ? minimum : maximum;
  order.reference = order.reference === undefined ? price : better(order.reference, price);
}

/** Where a resting order waits, and on which side of the price: `"better"` for limits, `"worse"` for stops. */
export function waiting(order: Order, throughTick: Ratio): { level: Ratio; side: "better" | "worse" } | undefined {
  if (isMarket(order)) return undefined;
  if (isLimit(order)) {
    const limit = order.limit ?? zero;
    return { level: order.buying ? subtract(limit, throughTick) : add(limit, throughTick), side: "better" };
  }
  const level = order.kind === "trailingStop" ? trailingLevel(order) : order.stop;
  return level === undefined ? undefined : { level, side: "worse" };
}

/** Whether a price lies at the order's level or beyond it. */
export function reaches(order: Order, wait: { level: Ratio; side: "better" | "worse" }, price: Ratio): boolean {
  const fallsToIt = (wait.side === "better") === order.buying;
  return fallsToIt ? compare(price, wait.level) <= 0 : compare(price, wait.level) >= 0;
}

/** Whether a segment in this direction can bring the order to its level. */
export function movesToward(order: Order, side: "better" | "worse", rising: boolean): boolean {
  return ((side === "better") === order.buying) !== rising;
}

/** Whether a stop-limit may fill at this price; `through` wants one tick more here as well. */
export function withinLimit(order: Order, price: Ratio, throughTick: Ratio): boolean {
  const limit = order.limit ?? price;
  return order.buying ? !less(subtract(limit, throughTick), price) : !less(price, add(limit, throughTick));
}

/** The level a fill names as its trigger, before any tick `through` asks for on top. */
export function triggerOf(order: Order): { trigger?: Ratio } {
  const wait = waiting(order, zero);
  return wait === undefined ? {} : { trigger: wait.level };
}
