import type { FeeAccount } from "./costs.ts";
import { add, compare, less, maximum, minimum, multiply, negate, one, type Ratio, roundToDecimals, subtract, zero } from "./ratio.ts";

export type Kind =
  | "market"
  | "limit"
  | "stop"
  | "stopLimit"
  | "trailingStop"
  | "trailingStopLimit"
  | "marketIfTouched"
  | "limitIfTouched"
  | "marketToLimit";
export type LotChoice = "fifo" | "lifo" | "hifo" | readonly string[];
export type Status =
  | "initialized"
  | "submitted"
  | "accepted"
  | "rejected"
  | "triggered"
  | "partiallyFilled"
  | "pendingCancel"
  | "pendingReplace"
  | "filled"
  | "canceled"
  | "expired";

/** An order of the oracle; quantities are without sign. */
export interface Order {
  readonly id: number;
  readonly symbol: string;
  readonly buying: boolean;
  readonly kind: Kind;
  readonly tif: "GTC" | "DAY" | "IOC" | "FOK" | "GTD";
  /** Last day, or the instant before which a bar must start (SPEC O19). */
  readonly expires: string | undefined;
  /** Last day on which it may match by that, as an index; undefined beyond the data. */
  readonly lastDay: number | undefined;
  readonly at: "open" | "close" | undefined;
  /** Cut to what cash allows (SPEC O4). */
  readonly fit: boolean;
  /** Made by `close()` (SPEC O3). */
  readonly closing: boolean;
  /** Day it was said; it acts from the next bar on. */
  said: number;
  readonly trailPercent: Ratio | undefined;
  /** The prices it was made with, which a modify may change. */
  readonly prices: readonly ("limit" | "stop" | "ifTouched")[];
  readonly postOnly: boolean;
  readonly reduceOnly: boolean;
  parent: number | undefined;
  /** A child that its parent's fills make active in proportion (SPEC O16). */
  oto: boolean;
  /** Day on which it became active. */
  bornOn: number | undefined;
  quantity: Ratio;
  /** Quantity before a linked order took its part, and what has filled, both in today's shares: splits multiply them. */
  base: Ratio;
  done: Ratio;
  limit: Ratio | undefined;
  stop: Ratio | undefined;
  ifTouched: Ratio | undefined;
  /** A trailing stop sleeps until the path has been here (SPEC O18); undefined once it has. */
  activation: Ratio | undefined;
  /** How far beyond its level the limit of a trailing stop-limit lies. */
  trailLimit: Ratio | undefined;
  /** Whether a post-only order has met its first print (SPEC O20). */
  judged: boolean;
  filled: Ratio;
  /** What its fills owe and have paid, in its commission's currency. */
  fee: FeeAccount;
  /** Day of its first fill. */
  firstFill: number | undefined;
  fills: number;
  status: Status;
  reason: string | undefined;
  sibling: number | undefined;
  /** Partner that updates with it (SPEC O17). */
  ouo: number | undefined;
  /** How much of it is shown, and what of the shown part is left (SPEC O15). */
  display: Ratio | undefined;
  shown: Ratio;
  /** Its turn among orders at one price: its id until a shown part is replaced. */
  standing: number;
  /** Which lots it closes; undefined as the account says (SPEC O23). */
  readonly lots: LotChoice | undefined;
  /** Best price since a trailing stop lives. */
  reference: Ratio | undefined;
  trailAmount: Ratio | undefined;
  /** Its stop, trail or touch has been reached: from then on it is a market order or a limit order. */
  triggered: boolean;
  /** What it set aside when its open quantity last changed; negative when it is estimated to bring cash (SPEC O5). */
  reserve: Ratio;
  /** The open quantity that counts as reducing in that. */
  counted: Ratio;
  /** The size it was given, in today's shares, whatever links and parents leave of it. */
  wanted: Ratio;
  /** Whether its first line stands in the log. */
  told: boolean;
  /** Day at whose close it acts once more, for what a parent's fill has brought it. */
  again: number;
  /** First day on which it acts again after it had nothing left. */
  resumes: number;
  /** Day of the first bar it was eligible in. */
  met: number | undefined;
  /** It has just been born or triggered at the point at hand. */
  fresh: boolean;
  /** What self-trade prevention took without a fill, in today's shares (SPEC O22). */
  lost: Ratio;
  /** Day of the last bar in which it had its chance at a price. */
  acted: number;
  /** What a lender wants back: nobody can put it off (SPEC M12). */
  readonly recall: boolean;
  /** On its way to the market (SPEC F12). */
  flying: boolean;
  /** Day before which it does not act, its message not having arrived: for what waits for another order. */
  from: number;
}

export const isBracketChild = (order: Order): boolean => order.parent !== undefined && !order.oto;
/** At the market: it may act. */
export const isWorking = (order: Order): boolean => isActive(order) && !order.flying;
/** At the market or on its way there: it counts in targets and sets buying power aside. */
export const isActive = (order: Order): boolean =>
  order.status !== "initialized" && !isFinal(order) && (order.flying || order.status !== "submitted");
export const isFinal = ({ status }: Pick<Order, "status">): boolean => ["rejected", "filled", "canceled", "expired"].includes(status);
export const remaining = (order: Order): Ratio => subtract(order.quantity, order.filled);
export const signedRemaining = (order: Order): Ratio => (order.buying ? remaining(order) : negate(remaining(order)));

const becomesMarket: readonly Kind[] = ["stop", "trailingStop", "marketIfTouched"];
const becomesLimit: readonly Kind[] = ["stopLimit", "trailingStopLimit", "limitIfTouched"];

/** Waits for its stop, trail or touch. */
export const awaitsTrigger = (order: Order): boolean => !order.triggered && [...becomesMarket, ...becomesLimit].includes(order.kind);
export const triggersIntoLimit = (order: Order): boolean => !order.triggered && becomesLimit.includes(order.kind);
export const isMarket = (order: Order): boolean =>
  order.kind === "market" ||
  (order.triggered && becomesMarket.includes(order.kind)) ||
  (order.kind === "marketToLimit" && order.limit === undefined);
export const isLimit = (order: Order): boolean =>
  order.kind === "limit" ||
  (order.triggered && becomesLimit.includes(order.kind)) ||
  (order.kind === "marketToLimit" && order.limit !== undefined);
/** A limit order for one print only (SPEC O14). */
export const isForPrint = (order: Order): boolean => order.kind === "limit" && order.at !== undefined;
/** Acts at a print of its own and at no price on the path. */
export const awaitsPrint = (order: Order): boolean => isForPrint(order) || (isMarket(order) && !order.triggered);
export const sleeps = (order: Order): boolean => order.activation !== undefined;
const trails = (order: Order): boolean => order.kind === "trailingStop" || order.kind === "trailingStopLimit";

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
  if (!trails(order) || order.triggered || sleeps(order)) return;
  const better = order.buying ? minimum : maximum;
  order.reference = order.reference === undefined ? price : better(order.reference, price);
}

/** Where a resting order waits, and on which side of the price: `"better"` for limits, `"worse"` for stops. */
export function waiting(order: Order, throughTick: Ratio): { level: Ratio; side: "better" | "worse" } | undefined {
  if (isMarket(order) || isForPrint(order)) return undefined;
  if (sleeps(order)) return { level: order.activation ?? zero, side: "better" };
  if (order.ifTouched !== undefined && !order.triggered) return { level: order.ifTouched, side: "better" };
  if (isLimit(order)) {
    const limit = order.limit ?? zero;
    return { level: order.buying ? subtract(limit, throughTick) : add(limit, throughTick), side: "better" };
  }
  const level = trails(order) ? trailingLevel(order) : order.stop;
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

/** The limit a trailing stop-limit has once it has triggered: at the price scale, against the trader (SPEC O18). */
export function limitFromTrail(order: Order): Ratio | undefined {
  const level = trailingLevel(order);
  if (order.trailLimit === undefined || level === undefined) return order.limit;
  const exact = order.buying ? add(level, order.trailLimit) : subtract(level, order.trailLimit);
  return atPriceScale(exact, order.buying);
}

/** An order that asks for nothing yet. */
export function blankOrder(id: number, symbol: string, buying: boolean, kind: Kind, said: number): Order {
  return {
    id,
    symbol,
    buying,
    kind,
    said,
    tif: "GTC",
    expires: undefined,
    lastDay: undefined,
    at: undefined,
    fit: false,
    closing: false,
    trailAmount: undefined,
    trailPercent: undefined,
    prices: [],
    postOnly: false,
    reduceOnly: false,
    parent: undefined,
    oto: false,
    bornOn: undefined,
    quantity: zero,
    base: zero,
    done: zero,
    limit: undefined,
    stop: undefined,
    ifTouched: undefined,
    activation: undefined,
    trailLimit: undefined,
    judged: false,
    filled: zero,
    fee: { raw: zero, bounded: zero, paid: zero },
    firstFill: undefined,
    fills: 0,
    status: "initialized",
    reason: undefined,
    sibling: undefined,
    ouo: undefined,
    display: undefined,
    shown: zero,
    standing: id,
    lots: undefined,
    reference: undefined,
    triggered: false,
    reserve: zero,
    counted: zero,
    wanted: zero,
    told: false,
    again: -1,
    resumes: 0,
    met: undefined,
    fresh: false,
    lost: zero,
    acted: -1,
    recall: false,
    flying: false,
    from: 0,
  };
}

/** The level a fill names as its trigger, before any tick `through` asks for on top. */
export function triggerOf(order: Order): { trigger?: Ratio } {
  if (isForPrint(order)) return order.limit === undefined ? {} : { trigger: order.limit };
  const wait = waiting(order, zero);
  return wait === undefined ? {} : { trigger: atPriceScale(wait.level, order.buying) };
}

/** An exact trailing level as a price: at most 8 decimals, against the trader. */
export const atPriceScale = (level: Ratio, buying: boolean): Ratio => roundToDecimals(level, 8, buying ? "ceil" : "floor");
