import { type Draws, drawLatency, hoursOf, type Leg } from "./latency.ts";
import { present, record } from "./log.ts";
import type { Order } from "./orders.ts";
import { format, ratio } from "./ratio.ts";
import type { Command, ScenarioLatency } from "./scenario.ts";
import type { Setup, State } from "./state.ts";
import { type Heard, tellOwn, type Word } from "./words.ts";

export type Change = Omit<Extract<Command, { do: "modify" }>, "do" | "order">;

/** What an order, a cancel or a change asks of the market. */
type Asks = { readonly do: "submit" } | { readonly do: "cancel" } | { readonly do: "modify"; readonly change: Change; overtaken: boolean };

export interface Message {
  /** Day before whose open it takes effect; infinite when the data end before. */
  readonly day: number;
  readonly order: number;
  readonly asks: Asks;
}

/** Everything that is on its way between the strategy and the market (SPEC F12). */
export interface Post {
  readonly settings: ScenarioLatency;
  /** Days from midnight to midnight. */
  readonly isAlwaysOpen: boolean;
  readonly draws: Draws;
  /** In the order in which they were sent. */
  messages: Message[];
  words: Word[];
  heard: Record<number, Heard>;
  /** Order and status, or fill, as told to the strategy. */
  notices: [order: number, what: string][];
  /** Whether what happens, happens before the open. */
  isBeforeOpen: boolean;
  /** The order whose message takes effect: the event of that says so. */
  arriving: number | undefined;
}

export function openPost(settings: ScenarioLatency | undefined, seed: number, isAlwaysOpen: boolean): Post | undefined {
  if (settings === undefined) return undefined;
  const draws = { settings, seed, numbered: 0, read: {} };
  const nothing = { messages: [], words: [], heard: {}, notices: [], isBeforeOpen: false, arriving: undefined };
  return { settings, isAlwaysOpen, draws, ...nothing };
}

export interface Trip {
  readonly us: number;
  readonly day: number;
}

/** How long a message about an order takes that is sent now, at the close; nothing when it takes effect at once. */
export function trip(setup: Setup, { post, day }: State, order: Order, leg: Leg): Trip | undefined {
  if (post === undefined) return undefined;
  const us = drawLatency(post.draws, leg) ?? 0;
  const earlier = post.messages.findLast((message) => message.order === order.id);
  if (us === 0 && earlier === undefined) return undefined;
  const { opens, closes } = hoursOf(post.isAlwaysOpen);
  const there = closes(day) + us;
  const bars = setup.bars[order.symbol] ?? [];
  const first = bars.findIndex((bar, index) => index > day && bar !== undefined && opens(index) >= there);
  // It never overtakes an earlier one about the same order.
  return { us, day: Math.max(first < 0 ? Number.POSITIVE_INFINITY : first, earlier?.day ?? 0) };
}

export const latencyText = ({ us }: Trip): string => format(ratio(BigInt(us), 1000n));

export function send(state: State, order: Order, { day }: Trip, asks: Asks): void {
  state.post?.messages.push({ day, order: order.id, asks });
}

/** A cancel or a change of an open order leaves. */
export function ask(state: State, order: Order, sent: Trip, asks: Asks): void {
  // What waits for another order keeps saying so.
  if (order.status !== "initialized") order.status = asks.do === "cancel" ? "pendingCancel" : "pendingReplace";
  record(state, present({ type: "order", id: order.id, status: order.status, latency: latencyText(sent) }));
  send(state, order, sent, asks);
  tellOwn(state, order);
}

export const isCancelling = ({ post }: State, order: Order): boolean =>
  post?.messages.some((message) => message.order === order.id && message.asks.do === "cancel") ?? false;

/** A message about an order that has ended, of whose end the strategy has not heard: it is sent, and does nothing. */
export function sendInVain({ post }: State, leg: Leg): void {
  if (post !== undefined) drawLatency(post.draws, leg);
}

/** Takes back the message that submits an order; the day it would have arrived. */
export function takeBack({ post }: State, order: Order): number {
  const message = post?.messages.find((sent) => sent.order === order.id && sent.asks.do === "submit");
  if (post === undefined || message === undefined) return 0;
  post.messages = post.messages.filter((sent) => sent !== message);
  return message.day;
}

/** Changes on their way name prices of old shares once their symbol has split. */
export function overtakeChanges({ post, orders }: State, symbol: string): void {
  for (const { asks, order } of post?.messages ?? []) {
    if (asks.do === "modify" && orders.some(({ id, symbol: other }) => id === order && other === symbol)) asks.overtaken = true;
  }
}
