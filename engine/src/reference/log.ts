import type { Order } from "./orders.ts";
import { add, format, isZero, negate, type Ratio, sign } from "./ratio.ts";
import { dateOf } from "./scenario.ts";
import type { Setup, State } from "./state.ts";
import { tell } from "./words.ts";

/** One line of the event log as plain JSON (docs/architecture.md, "Event log"). */
export type Line = Readonly<Record<string, unknown>>;

type Posting = readonly [account: string, asset: string, amount: Ratio];

export const timeOf = (day: number): string => `${dateOf(day)}T00:00:00Z`;

export function record(state: State, line: Line): void {
  state.lines.push({ t: timeOf(state.day), ...line });
}

/** Sorted by account, then asset; what comes to nothing is left out. */
export function postings(entries: readonly Posting[]): [string, string, string][] {
  const totals = new Map<string, Ratio>();
  for (const [account, asset, amount] of entries) {
    const key = `${account} ${asset}`;
    const before = totals.get(key);
    totals.set(key, before === undefined ? amount : add(before, amount));
  }
  return [...totals]
    .filter(([, amount]) => !isZero(amount))
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, amount]) => {
      const [account = "", asset = ""] = key.split(" ");
      return [account, asset, format(amount)];
    });
}

/** Money into one account and out of another. */
export const move = (to: string, from: string, asset: string, amount: Ratio): Posting[] => [
  [to, asset, amount],
  [from, asset, negate(amount)],
];

const text = (value: Ratio | undefined): string | undefined => (value === undefined ? undefined : format(value));

/** Leaves out what an order does not have. */
export function present(terms: Line): Line {
  return Object.fromEntries(Object.entries(terms).filter(([, value]) => value !== undefined && value !== false));
}

/** The first line of an order says all it asks for. */
export function recordNew(state: State, order: Order, latency?: string): void {
  record(
    state,
    present({
      type: "order",
      id: order.id,
      status: order.status,
      reason: order.reason,
      symbol: order.symbol,
      side: order.buying ? "buy" : "sell",
      kind: order.kind,
      tif: order.tif,
      expires: order.expires,
      postOnly: order.postOnly,
      reduceOnly: order.reduceOnly,
      ...changeable(order),
      at: order.at,
      parent: order.parent,
      oco: order.sibling,
      lots: order.lots,
      fit: order.fit,
      latency,
      tag: order.recall ? "recall" : undefined,
    }),
  );
  order.told = true;
}

const changeable = (order: Order): Line => ({
  quantity: format(order.told || order.parent === undefined ? order.quantity : order.wanted),
  display: text(order.display),
  limit: text(order.limit),
  stop: text(order.stop),
  ifTouched: text(order.ifTouched),
  activation: text(order.activation),
  trailLimit: text(order.trailLimit),
  trail: text(order.trailAmount),
  trailPercent: text(order.trailPercent),
});

/** A change of what an order asks for. */
export function recordTerms(state: State, order: Order): void {
  // What is linked by hand names its partner each time; bracket children are born linked.
  const oco = order.parent === undefined || order.oto ? order.sibling : undefined;
  const arrived = takesEffect(state, order);
  record(
    state,
    present({
      type: "order",
      id: order.id,
      status: order.status,
      reason: order.reason,
      ...changeable(order),
      oco,
      ouo: order.ouo,
      arrived,
    }),
  );
  tell(state, order, undefined);
}

export function recordStatus(state: State, order: Order, more: Line = {}): void {
  const arrived = takesEffect(state, order);
  if (order.told) record(state, present({ type: "order", id: order.id, status: order.status, reason: order.reason, arrived, ...more }));
  tell(state, order, order.status);
}

/** Whether the event at hand is the one by which a message takes effect; said once. */
function takesEffect({ post }: State, order: Order): boolean {
  if (post?.arriving !== order.id) return false;
  post.arriving = undefined;
  return true;
}

/** Closes of a symbol stand in the log before its position changes. */
export function flushMarks(state: State, symbol: string): void {
  const marks = state.marks[symbol];
  if (marks === undefined) return;
  delete state.marks[symbol];
  state.lines.push({ type: "marks", t: timeOf(marks.to), symbol, from: timeOf(marks.from), to: timeOf(marks.to), closes: marks.closes });
}

/** At the end of a step: the closes of what is held. */
export function markPositions(state: State, held: readonly (readonly [symbol: string, position: Ratio])[]): void {
  for (const [symbol, position] of held) {
    if (sign(position) === 0) continue;
    const close = format(state.closes[symbol] ?? position);
    const marks = state.marks[symbol];
    if (marks !== undefined && marks.to !== state.day - 1) flushMarks(state, symbol);
    const going = state.marks[symbol];
    if (going === undefined) state.marks[symbol] = { from: state.day, to: state.day, closes: [close] };
    else Object.assign(going, { to: state.day, closes: [...going.closes, close] });
  }
}

export function recordAccount(setup: Setup, state: State): void {
  const { scenario } = setup;
  record(state, {
    type: "account",
    cash: scenario.cash,
    currency: "USD",
    lots: scenario.lots,
    account: scenario.account,
    scale: setup.rules.scale,
    instruments: scenario.symbols.map(({ symbol, multiplier }) => ({
      symbol,
      assetClass: scenario.settled ? "future" : "equity",
      multiplier,
      lot: "1",
      currency: "USD",
    })),
    postings: postings(move("cash", "capital", "USD", state.account.cash)),
  });
}
