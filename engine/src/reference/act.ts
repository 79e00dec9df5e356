import { position } from "./account.ts";
import { chanceOf, misses } from "./chance.ts";
import { affordable, fill } from "./fill.ts";
import { end } from "./links.ts";
import { liquidityLeft, roomFor } from "./liquidity.ts";
import { record, recordStatus } from "./log.ts";
import {
  awaitsTrigger,
  isForPrint,
  isLimit,
  isWorking,
  limitFromTrail,
  type Order,
  remaining,
  triggersIntoLimit,
  withinLimit,
} from "./orders.ts";
import { absolute, format, isZero, less, minimum, type Ratio } from "./ratio.ts";
import { meetsItself } from "./self-trade.ts";
import { type Setup, type State, throughTick } from "./state.ts";

/** A price an order has reached, before slippage, and where. */
export interface Reached {
  readonly price: Ratio;
  readonly point: string;
  readonly rule: string;
  /** Level of the order that was reached; absent for market orders. */
  readonly trigger?: Ratio;
  readonly maker?: boolean;
  /** An exact level was rounded to this price. */
  readonly rounded?: boolean;
  /** Own orders that would fill at this very point and price. */
  readonly rivals?: () => readonly Order[];
  readonly luck?: { readonly probability: string; readonly drawn: string } | undefined;
}

/** What is reached triggers and acts; what triggers into a limit order acts as one, when the price is within its limit. */
export function arrive(setup: Setup, state: State, order: Order, reached: Reached): void {
  const becomesLimit = triggersIntoLimit(order);
  if (awaitsTrigger(order)) trigger(state, order);
  if (becomesLimit && !fillsAsLimit(setup, state, order, reached.price)) return;
  order.fresh ||= becomesLimit;
  act(setup, state, order, reached);
  if (becomesLimit) order.fresh = false;
}

/** Whether what triggers into a limit order here fills here. */
export function wouldFillTriggered(setup: Setup, state: State, order: Order, price: Ratio): boolean {
  return fillsAsLimit(setup, state, { ...order, limit: limitFromTrail(order), triggered: true }, price);
}

const fillsAsLimit = (setup: Setup, state: State, order: Order, price: Ratio): boolean =>
  withinLimit(order, price, throughTick(setup)) && !misses(setup, state, order);

/** A stop, trail or touch has been reached. One that stands again after a fill triggers again. */
function trigger(state: State, order: Order): void {
  const limit = limitFromTrail(order);
  order.limit = limit;
  order.triggered = true;
  if (isZero(order.filled)) order.status = "triggered";
  recordStatus(state, order, order.trailLimit === undefined || limit === undefined ? {} : { limit: format(limit) });
}

/** SPEC O18: a sleeping trailing stop begins to trail. */
export function wake(state: State, order: Order, price: Ratio): void {
  order.activation = undefined;
  order.reference = price;
  record(state, { type: "order", id: order.id, status: order.status, activated: true });
}

/** Gives an order its chance at a price: liquidity, its own other side, funds, fill. */
function act(setup: Setup, state: State, order: Order, reached: Reached): void {
  order.acted = state.day;
  const luck = chanceOf(setup, state, order);
  const left = liquidityLeft(setup, state, order.symbol);
  // Without any volume left nothing acts: such an order ends with the others that had their one chance at the open.
  if (left !== undefined && isZero(left)) return;
  if (order.tif === "FOK" && less(roomFor(setup, state, order), remaining(order))) {
    end(state, order, "canceled", "fillOrKill");
    return;
  }
  while (meetsItself(setup, state, order, reached)) if (!isWorking(order)) return;

  const maker = isMaker(state, order, reached);
  const room = roomFor(setup, state, order);
  const most = order.reduceOnly ? minimum(room, absolute(position(state.account, order.symbol))) : room;
  const { quantity, refused } = affordable(setup, state, order, most, { ...reached, maker });
  if (isZero(quantity)) {
    end(state, order, "canceled", refused ?? "positionFlat");
    return;
  }
  if (less(quantity, room)) order.reason = refused ?? "reduceOnly";
  fill(setup, state, order, quantity, { ...reached, luck, maker }, room);
}

/** SPEC M9: a limit order that has rested; not where it was born or triggered, nor at the first open it meets, that of its bar. */
function isMaker(state: State, order: Order, reached: Reached): boolean {
  if (!isLimit(order) || isForPrint(order) || order.fresh) return false;
  return order.kind !== "limit" || (order.met ?? state.day) < state.day || reached.point !== "open" || state.detail !== undefined;
}
