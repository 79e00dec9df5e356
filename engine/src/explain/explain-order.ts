import { Decimal } from "../decimal.ts";
import { ConfigurationError } from "../errors.ts";
import type { FillRow, OrderChange, OrderRow, ResultDocument } from "../result/document.ts";
import type { LogEvent } from "../result/log-event.ts";
import { explainFill, type FillConsequences, type FillExplanation } from "./explain-fill.ts";
import { messageWords } from "./message-words.ts";
import { capital, orderWords, spaced } from "./order-words.ts";
import { reasonSentence } from "./reason-words.ts";
import { timeWords } from "./time-words.ts";
import { whyNot } from "./why-not.ts";

/** What `explain` reads: a result, a document, or these parts of one. Without `events` fills have no postings, cash and position. */
export type ExplainedResult = Pick<ResultDocument, "manifest" | "summary" | "orders" | "fills"> &
  Partial<Pick<ResultDocument, "events" | "unfilled">>;

/** One order, accounted for: what was asked, what happened to it and why. Amounts are decimal strings, times RFC 3339. */
export interface OrderExplanation {
  readonly order: number;
  readonly symbol: string;
  readonly side: "buy" | "sell";
  readonly kind: string;
  readonly status: string;
  readonly reason?: string;
  readonly quantity: string;
  readonly filled: string;
  /** The outcome in one sentence. */
  readonly summary: string;
  /** What the strategy asked for, in one sentence. */
  readonly asked: string;
  /** Every state it went through. */
  readonly life: readonly LifeStep[];
  readonly fills: readonly FillExplanation[];
  /** Why it did not fill, or not wholly, a sentence each; empty for an order that filled. */
  readonly whyNot: readonly string[];
  /** The numbers behind `whyNot`: what a refusal lacked, and how near prices came. */
  readonly facts?: NonNullable<ResultDocument["unfilled"]>[number];
}

export interface LifeStep {
  readonly t: string;
  readonly status: string;
  readonly reason?: string;
  readonly fill?: string;
  readonly text: string;
}

/**
 * Accounts for one order of a result in words and numbers: also for one that was refused or never filled. `order` is its id: `7`, `"7"`
 * or `"#7"`. Throws `ConfigurationError` `explain.unknownOrder` that names the orders there are. Uses nothing of Node.
 *
 * ```ts
 * import { backtest, barsFrom, defineStrategy, explain } from "rustybt";
 *
 * const strategy = defineStrategy({
 *   onBar(ctx) {
 *     if (ctx.bars === 1) ctx.order(10, { limit: 9 });
 *   },
 * });
 * const data = barsFrom(
 *   [
 *     { time: "2024-01-02", open: "10", high: "11", low: "9", close: "10.5" },
 *     { time: "2024-01-03", open: "10.6", high: "12", low: "10", close: "11" },
 *   ],
 *   { symbol: "X" },
 * );
 * const { whyNot } = explain(await backtest({ strategy, data }), 1);
 * whyNot[0]; // "It waited for its limit of 9: the lowest price in the one bar it could act in was 10 on 2024-01-03, 1 away."
 * ```
 */
export function explain(result: ExplainedResult, order: number | string): OrderExplanation {
  const row = findOrder(result.orders, order);
  const { manifest, summary } = result;
  const fills = result.fills.filter(({ orderId }) => orderId === row.id);
  const consequences = consequencesOf(fills, result.events ?? []);
  const multiplier = multiplierOf(row.symbol, result);
  const facts = result.unfilled?.find((unfilled) => unfilled.order === row.id);
  return {
    order: row.id,
    symbol: row.symbol,
    side: row.side,
    kind: row.kind,
    status: row.status,
    ...(row.reason === undefined ? {} : { reason: row.reason }),
    quantity: row.quantity,
    filled: row.filled,
    summary: outcome(row, fills, fills[0]?.feeCurrency ?? summary.currency),
    asked: orderWords(row),
    life: lifeOf(row.history),
    fills: fills.map((fill, i) => explainFill(fill, fills.slice(0, i), multiplier, consequences.get(fill.id))),
    whyNot: whyNot({ order: row, facts, fills: manifest.config.fills, currency: summary.currency, end: manifest.clock.to }),
    ...(facts === undefined ? {} : { facts }),
  };
}

function findOrder(orders: readonly OrderRow[], given: number | string): OrderRow {
  const text = String(given).trim();
  const id = /^#?(\d+)(?:\.\d+)?$/.exec(text)?.[1];
  const found = id === undefined ? undefined : orders.find((order) => order.id === Number(id));
  if (found !== undefined) return found;
  const [first, last] = [orders[0]?.id, orders.at(-1)?.id];
  const known =
    first === undefined ? "the result has no orders" : first === last ? `the only order is #${first}` : `orders are #${first} to #${last}`;
  throw new ConfigurationError(`there is no order ${text === "" ? '""' : text} in this result: ${known}`, {
    code: "explain.unknownOrder",
    hint: first === undefined ? "The strategy never ordered anything." : `Give a number, such as ${first}; orders lists them all.`,
    context: { order: text, ...(first === undefined ? {} : { first, last }) },
  });
}

function outcome(
  { status, reason, filled, quantity, averagePrice, fees, side, symbol }: OrderRow,
  fills: readonly FillRow[],
  currency: string,
): string {
  const verb = side === "buy" ? "bought" : "sold";
  const got = `${verb} ${filled} ${symbol}${averagePrice === undefined ? "" : ` at ${fills.length > 1 ? "an average of " : ""}${averagePrice}`} for ${fees} ${currency} in fees`;
  const because = reason === undefined ? "" : ` (${reason})`;
  if (status === "filled") return `Filled: ${got}${because}.`;
  const ended = isOver.includes(status) ? `${capital(spaced(status))}${because}` : `Still open at the end (${spaced(status)})`;
  return filled === "0" ? `${ended}: nothing of ${quantity} ${symbol} was ${verb}.` : `${ended}: ${got}, of ${quantity} asked for.`;
}

const isOver: readonly string[] = ["denied", "rejected", "canceled", "expired"];

const statusWords: Readonly<Record<string, string>> = {
  initialized: "made, and waiting for the order it hangs on",
  denied: "refused before it was sent",
  submitted: "sent",
  accepted: "accepted",
  rejected: "refused by the account",
  triggered: "its trigger was reached",
  partiallyFilled: "filled in part",
  filled: "filled",
  pendingCancel: "its cancellation was on the way",
  canceled: "cancelled",
  pendingReplace: "its change was on the way",
  expired: "expired",
};

function lifeOf(history: readonly OrderChange[]): LifeStep[] {
  const messages = messageWords(history);
  return history.map((change, i) => lifeStep(change, i === 0, messages[i] ?? ""));
}

function lifeStep(
  { t, status, reason, fill, latency: _latency, arrived: _arrived, refused: _refused, ...terms }: OrderChange,
  isFirst: boolean,
  message: string,
): LifeStep {
  const said = Object.entries(terms)
    .filter(([name]) => name !== "oco")
    .map(([name, value]) => `${spaced(name)} ${String(value)}`);
  const now = isFirst || said.length === 0 ? "" : `, now with ${said.join(", ")}`;
  const by = fill === undefined ? "" : ` (fill ${fill})`;
  const why =
    reason === undefined
      ? ""
      : reason === "split"
        ? ". A split changed its terms (SPEC M6)"
        : `. ${reasonSentence(reason).replace(/\.$/, "")}`;
  return {
    t,
    status,
    ...(reason === undefined ? {} : { reason }),
    ...(fill === undefined ? {} : { fill }),
    text: `${timeWords(t)}: ${statusWords[status] ?? status}${by}${message}${now}${why}.`,
  };
}

/** What each of these fills did to the account, from the log up to the last of them. */
function consequencesOf(fills: readonly FillRow[], events: readonly LogEvent[]): ReadonlyMap<string, FillConsequences> {
  const wanted = new Set(fills.map(({ id }) => id));
  const found = new Map<string, FillConsequences>();
  const { symbol, feeCurrency } = fills[0] ?? {};
  let [cash, position] = [new Decimal(0), new Decimal(0)];
  for (const event of events) {
    if (found.size === wanted.size) break;
    if (!("postings" in event)) continue;
    for (const [account, asset, amount] of event.postings) {
      if (account === "cash" && asset === feeCurrency) cash = cash.plus(amount);
      if (account === "position" && asset === symbol) position = position.plus(amount);
    }
    if (event.type !== "fill" || !wanted.has(event.id)) continue;
    found.set(event.id, { postings: event.postings, cash: cash.toString(), position: position.toString() });
  }
  return found;
}

function multiplierOf(symbol: string, { manifest, events }: ExplainedResult): string {
  const account = events?.[0];
  const logged = account?.type === "account" ? account.instruments.find((each) => each.symbol === symbol)?.multiplier : undefined;
  return logged ?? (manifest.config.instruments[symbol] ?? manifest.config.instruments["*"])?.multiplier ?? "1";
}
