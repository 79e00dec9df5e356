import { Decimal } from "../decimal.ts";
import type { OrderRow, UnfilledRow, WaitRow } from "../result/document.ts";
import type { FillsConfig } from "../settings/run-config.ts";
import { reasonSentence } from "./reason-words.ts";
import { timeWords } from "./time-words.ts";

export interface WhyNotParts {
  readonly order: OrderRow;
  readonly facts: UnfilledRow | undefined;
  readonly fills: FillsConfig;
  readonly currency: string;
  /** Last timestamp of the run. */
  readonly end: string;
}

/** Why an order did not fill, or not wholly, a sentence each; nothing for one that filled. */
export function whyNot({ order, facts, fills, currency, end }: WhyNotParts): string[] {
  const { status, reason, filled, quantity, parent, history } = order;
  if (status === "filled") return [];
  const sentences: string[] = [];
  if (reason !== undefined) sentences.push(reasonSentence(reason));
  if (facts?.refused !== undefined) sentences.push(refusedSentence(facts.refused, order.symbol, currency));
  for (const wait of facts?.waits ?? []) sentences.push(...waitSentences(order, wait, fills));
  const sent = history.findLast(({ latency }) => latency !== undefined);
  if (status === "submitted" || (status.startsWith("pending") && sent !== undefined))
    sentences.push(
      `What was sent at ${timeWords(sent?.t ?? end)} took ${sent?.latency} ms, and no later bar of ${order.symbol} opened once it had arrived (SPEC F12).`,
    );
  if (status === "initialized")
    sentences.push(`It waited for order #${parent ?? "?"} to fill, and that had not happened when the data ended.`);
  else if (isOpen(status) && status !== "submitted") {
    const waited = (facts?.waits ?? []).length > 0;
    sentences.push(
      waited
        ? `It was still open when the data ended at ${timeWords(end)}.`
        : `It was said at the last bar of ${order.symbol}: there was no later bar in which it could act (SPEC F7).`,
    );
  }
  if (filled !== "0") sentences.push(`${filled} of ${quantity} had filled by then.`);
  return sentences;
}

function isOpen(status: string): boolean {
  return !["denied", "rejected", "filled", "canceled", "expired"].includes(status);
}

function refusedSentence({ t, needed, available, of }: NonNullable<UnfilledRow["refused"]>, symbol: string, currency: string): string {
  const unit = of === "money" ? currency : symbol;
  const short = new Decimal(needed).minus(available);
  return `At ${timeWords(t)} it needed ${needed} ${unit} and ${available} ${unit} were available: ${short} ${unit} too little.`;
}

function waitSentences({ side, kind, symbol }: OrderRow, wait: WaitRow, fills: FillsConfig): string[] {
  const { bars, withoutVolume, from, to, low, lowTime, high, highTime } = wait;
  const span = bars === 1 ? "in the one bar it could act in" : `in the ${bars} bars from ${timeWords(from)} to ${timeWords(to)}`;
  const target = targetOf(kind, wait);
  const empty =
    withoutVolume === undefined || fills.volumeLimit === null
      ? []
      : [`${withoutVolume} of these bars had no volume, and under a volume limit nothing happens in such a bar (SPEC F6).`];
  if (target === undefined) return [`Prices of ${symbol} went from ${low} to ${high} ${span}.`, ...empty];
  const { name, price, wantsLow } = target(side);
  const [nearest, at] = wantsLow ? [low, lowTime] : [high, highTime];
  const distance = wantsLow ? new Decimal(nearest).minus(price) : new Decimal(price).minus(nearest);
  const bound = wantsLow ? "lowest" : "highest";
  const what = `its ${name} of ${price}`;
  if (distance.isPositive() && !distance.isZero()) {
    return [`It waited for ${what}: the ${bound} price ${span} was ${nearest} on ${timeWords(at)}, ${distance} away.`, ...empty];
  }
  const through = fills.limit === "through" && distance.isZero() ? ", but fills.limit is through and asks for one tick more" : "";
  return [`Prices came to ${what} ${span}: ${nearest} on ${timeWords(at)}${through}.`, ...empty];
}

interface Target {
  readonly name: string;
  readonly price: string;
  /** Whether it acts when prices fall. */
  readonly wantsLow: boolean;
}

/** The price an order waits for; undefined for one that waits for none, or for a level that moves. */
function targetOf(kind: string, { status, limit, stop, ifTouched, activation }: WaitRow): ((side: string) => Target) | undefined {
  const isTriggered = status === "triggered";
  if (stop !== undefined && !isTriggered) return (side) => ({ name: "stop", price: stop, wantsLow: side === "sell" });
  if (ifTouched !== undefined && !isTriggered) return (side) => ({ name: "price to touch", price: ifTouched, wantsLow: side === "buy" });
  if (activation !== undefined) return (side) => ({ name: "activation", price: activation, wantsLow: side === "buy" });
  if (limit !== undefined && (isTriggered || limitKinds.includes(kind)))
    return (side) => ({ name: "limit", price: limit, wantsLow: side === "buy" });
  return undefined;
}

const limitKinds: readonly string[] = ["limit", "marketToLimit"];
