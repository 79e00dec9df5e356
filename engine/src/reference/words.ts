import { drawLatency, hoursOf } from "./latency.ts";
import type { Order, Status } from "./orders.ts";
import type { Ratio } from "./ratio.ts";
import type { State } from "./state.ts";

/** An order as the strategy knows it. */
export interface Known {
  readonly status: Status;
  readonly quantity: Ratio;
  readonly filled: Ratio;
}

/** What the strategy has not heard yet. */
export interface Word {
  /** Day at whose close it is heard. */
  readonly day: number;
  readonly order: number;
  readonly known: Known;
  readonly notice: string | undefined;
}

/** What a strategy has heard of an order, and when the last word about it arrives, in microseconds. */
export interface Heard {
  known: Known;
  last: number;
}

/** What was cut at its last fill is gone. */
const stateOf = ({ status, quantity, filled }: Order): Known => ({ status, quantity: status === "filled" ? filled : quantity, filled });

/** Where word takes time an order is followed from the moment it is made. */
export function listen(state: State, order: Order): void {
  if (state.post === undefined) return;
  state.post.heard[order.id] = { known: stateOf({ ...order, status: order.parent === undefined ? "submitted" : "initialized" }), last: 0 };
}

/** As the strategy knows it; without any delay of words, as it is. */
export function knownOf(state: State, order: Order): Known {
  return (state.post?.settings.ack !== undefined ? state.post.heard[order.id]?.known : undefined) ?? stateOf(order);
}

/** Something has happened to an order: word of it goes to the strategy (SPEC F12). */
export function tell(state: State, order: Order, notice: string | undefined): void {
  const { post } = state;
  if (post === undefined) return;
  const heard = post.heard[order.id];
  const hours = hoursOf(post.isAlwaysOpen);
  const us = drawLatency(post.draws, "ack") ?? 0;
  const happened = (post.isBeforeOpen ? hours.opens : hours.closes)(state.day);
  // Words about one order arrive in the order in which they were sent.
  const at = Math.max(happened + us, heard?.last ?? 0);
  if (heard !== undefined) heard.last = at;
  if (at <= happened) {
    hear(state, { day: state.day, order: order.id, known: stateOf(order), notice });
    return;
  }
  let day = state.day;
  while (hours.closes(day) < at) day += 1;
  post.words.push({ day, order: order.id, known: stateOf(order), notice });
}

/** What the strategy itself did it knows at once. */
export function tellOwn(state: State, order: Order): void {
  const heard = state.post?.heard[order.id];
  if (heard !== undefined) heard.known = { ...heard.known, status: order.status };
  state.post?.notices.push([order.id, order.status]);
}

/** At a close: what has come back by now. */
export function hearWords(state: State): void {
  const { post } = state;
  if (post === undefined) return;
  // Words of one order stand in the order in which they are heard.
  for (const word of post.words.filter(({ day }) => day <= state.day)) hear(state, word);
  post.words = post.words.filter(({ day }) => day > state.day);
}

function hear({ post }: State, { order, known, notice }: Word): void {
  const heard = post?.heard[order];
  if (heard !== undefined) heard.known = known;
  if (notice !== undefined) post?.notices.push([order, notice]);
}
