import type { ActionRow, OrderChange, OrderRow } from "./document.ts";

const standing = ["accepted", "triggered", "partiallyFilled", "pendingCancel", "pendingReplace"] as const;

/** A stretch of an order's life in which it stood open on the same terms; points of the clock, both ends included. */
export interface OrderWait {
  readonly status: (typeof standing)[number];
  readonly limit?: string;
  readonly stop?: string;
  readonly ifTouched?: string;
  /** Of a trailing stop that has not woken. */
  readonly activation?: string;
  readonly from: number;
  readonly to: number;
}

export interface WaitClock {
  stepOf(t: string): number;
  /** The last point of the clock. */
  readonly last: number;
  /** `symbol t` of each split that acted. */
  readonly splits: ReadonlySet<string>;
}

export function splitMoments(actions: readonly ActionRow[]): Set<string> {
  return new Set(
    actions.flatMap((action) => (action.type === "split" || action.type === "stockDividend" ? [`${action.symbol} ${action.t}`] : [])),
  );
}

/** Reasons of what happens before the open of the bar it is dated with. */
const beforeTheOpen: readonly (string | undefined)[] = ["offTickAfterSplit", "offLotAfterSplit"];
/** What a change may say without moving the price the order waits for. */
const harmless: readonly string[] = ["t", "status", "reason", "fill", "quantity", "oco", "ouo", "parent", "display", "tag"];

/**
 * When an order stood open, and on which terms. Said at a close it can first act in the next bar, said before an open, or arrived there,
 * in that very bar;
 * the rest of a bar on whose path it changed is not counted.
 */
export function orderWaits(order: OrderRow, { stepOf, last, splits }: WaitClock, saidAtOpen: boolean): OrderWait[] {
  const waits: OrderWait[] = [];
  let prices: Prices = {};
  let status: OrderWait["status"] | undefined;
  let from = 0;
  let isUnderWay = false;
  const endAt = (to: number): void => {
    if (status !== undefined && from <= to) waits.push({ status, ...prices, from, to });
  };
  for (const [i, change] of order.history.entries()) {
    if (i > 0 && change.status === order.history[i - 1]?.status && Object.keys(change).every((key) => harmless.includes(key))) continue;
    const step = stepOf(change.t);
    // The first change on the day of a split is the split's.
    const isSplit = splits.has(`${order.symbol} ${change.t}`) && (order.history[i - 1]?.t ?? change.t) < change.t;
    const isEarly = isSplit || beforeTheOpen.includes(change.reason) || change.arrived === true;
    isUnderWay = change.status === "submitted" || (isUnderWay && change.status.startsWith("pending"));
    endAt(isEarly ? step - 1 : step);
    prices = pricesAfter(prices, change);
    status = isUnderWay ? undefined : standing.find((name) => name === change.status);
    const actsHere = isEarly || (i === 0 && saidAtOpen);
    from = actsHere ? step : step + 1;
  }
  endAt(last);
  return waits;
}

type Prices = Pick<OrderWait, "limit" | "stop" | "ifTouched" | "activation">;

function pricesAfter(before: Prices, change: OrderChange): Prices {
  const { activation, ...others } = { ...before, ...change };
  const said = {
    limit: others.limit,
    stop: others.stop,
    ifTouched: others.ifTouched,
    activation: change.activated ? undefined : activation,
  };
  return Object.fromEntries(Object.entries(said).filter(([, price]) => price !== undefined));
}
