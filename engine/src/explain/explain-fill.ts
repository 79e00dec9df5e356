import { Decimal } from "../decimal.ts";
import type { FillRow } from "../result/document.ts";
import type { Posting } from "../result/log-event.ts";
import { reasonSentence } from "./reason-words.ts";
import { ruleSentence } from "./rule-words.ts";

/** One fill in words and numbers. Amounts are decimal strings. */
export interface FillExplanation {
  readonly id: string;
  /** Start of the bar. */
  readonly t: string;
  /** Index of the bar in the symbol's own bars of the run, from 0. */
  readonly bar: number;
  readonly rule: string;
  readonly point: string;
  /** Order of the extremes that was taken; absent at the open and the close. */
  readonly path?: string;
  readonly quantity: string;
  /** Before slippage. */
  readonly reference: string;
  readonly price: string;
  /** Per unit, price minus reference. */
  readonly slippage: string;
  readonly fee: string;
  readonly feeCurrency: string;
  /** What led to it, a sentence each: trigger, path, slippage, rounding, liquidity, cuts. */
  readonly because: readonly string[];
  /** The fee rule with its arithmetic. */
  readonly feeRule: string;
  /** Absent when the log is not at hand. */
  readonly postings?: readonly Posting[];
  /** Of the account and of the symbol, after this fill. */
  readonly cash?: string;
  readonly position?: string;
}

/** What the log says beside the fill's own row. */
export interface FillConsequences {
  readonly postings: readonly Posting[];
  readonly cash: string;
  readonly position: string;
}

const pathWords: Readonly<Record<string, string>> = { ohlc: "open, high, low, close", olhc: "open, low, high, close" };
/** Members of `why` that have sentences of their own. */
const worded: readonly string[] = [
  "rule",
  "point",
  "path",
  "bar",
  "reference",
  "trigger",
  "gap",
  "cut",
  "liquidity",
  "rounded",
  "fee",
  "liquiditySide",
];

/** `before` are the earlier fills of the same order: fees with a minimum count them. */
export function explainFill(
  fill: FillRow,
  before: readonly FillRow[],
  multiplier: string,
  consequences: FillConsequences | undefined,
): FillExplanation {
  const { id, t, quantity, price, slippage, fee, feeCurrency, why } = fill;
  return {
    id,
    t,
    bar: why.bar,
    rule: why.rule,
    point: why.point,
    ...(why.path === undefined ? {} : { path: why.path }),
    quantity,
    reference: why.reference,
    price,
    slippage,
    fee,
    feeCurrency,
    because: [ruleSentence(fill), ...moreSentences(fill)],
    feeRule: feeSentence(fill, before, multiplier),
    ...consequences,
  };
}

function moreSentences({ why, side, slippage, price, quantity, rate, feeCurrency }: FillRow): string[] {
  const sentences: string[] = [];
  if (rate !== undefined) sentences.push(`Its money is ${feeCurrency}, of which one was ${rate} in the account's currency (SPEC M20).`);
  if (why.path !== undefined) sentences.push(`The bar was walked ${pathWords[why.path] ?? why.path} (SPEC F2).`);
  const moved = new Decimal(slippage);
  if (moved.isZero()) sentences.push("No slippage.");
  else {
    const against = moved.isPositive() === (side === "buy") ? "against" : "for";
    sentences.push(`Slippage moved the price by ${moved.abs()} a unit ${against} the trader, from ${why.reference} to ${price} (SPEC F5).`);
  }
  if (why.rounded !== undefined && why.rounded !== false)
    sentences.push("That price was rounded to its last decimal, against the trader (SPEC F5).");
  if (why.cut !== undefined) sentences.push(`The quantity was cut from ${why.cut.from} to ${quantity}. ${reasonSentence(why.cut.reason)}`);
  if (why.liquiditySide !== undefined) {
    const side = why.liquiditySide === "maker" ? "it had been waiting there" : "it took what was there";
    sentences.push(`For the fee it was the ${why.liquiditySide}: ${side} (SPEC M9).`);
  }
  if (why.liquidity !== undefined) {
    const { barVolume, budget, usedBefore } = why.liquidity;
    sentences.push(
      `Of the bar's volume of ${barVolume}, ${budget} could be taken; ${usedBefore} had been taken before this fill (SPEC F6).`,
    );
  }
  for (const [name, value] of Object.entries(why)) {
    if (!worded.includes(name)) sentences.push(`${name}: ${typeof value === "string" ? value : plain(value)}.`);
  }
  return sentences;
}

function feeSentence({ fee, feeCurrency, quantity, price, why }: FillRow, before: readonly FillRow[], multiplier: string): string {
  const { model, rate, maker, taker, minimum, maximum, cost, exchangeFee, unit, rounding, tier, volume, converted } = why.fee;
  const times = multiplier === "1" ? "" : ` × ${multiplier}`;
  const filled = before.reduce((sum, row) => sum.plus(row.quantity), new Decimal(0));
  const bounds = [minimum === undefined ? [] : [`at least ${minimum}`], maximum === undefined ? [] : [`at most ${maximum}`]].flat();
  const limits = bounds.length === 0 ? "" : `, ${bounds.join(" and ")} an order`;
  const rounded = unit === undefined ? "" : `, rounded to ${unit} (${rounding})`;
  const earlier = before.length === 0 ? "" : `, less ${paidBefore(before)} paid for the ${filled} before`;
  const exchange =
    converted === undefined ? "" : ` ${converted.amount} ${converted.currency} at ${converted.rate} ${feeCurrency} (SPEC M11):`;
  const total = `${exchange === "" ? "" : `${exchange} `}${fee} ${feeCurrency}`.trimStart();
  const value = `${quantity} × ${price}${times}`;
  switch (model) {
    case "none":
      return "No commission.";
    case "percent":
      return `percent: ${rate} × ${value} = ${new Decimal(rate ?? "0").times(quantity).times(price).times(multiplier)}${rounded}: ${total} (SPEC M1).`;
    case "perShare": {
      const all = filled.plus(quantity);
      return `perShare: ${rate} × ${all} = ${all.times(rate ?? "0")}${limits}${rounded}${earlier}: ${total} (SPEC M1).`;
    }
    case "perTrade":
      return `perTrade: ${cost} once an order${rounded}${earlier}: ${total} (SPEC M7).`;
    case "perContract": {
      const all = filled.plus(quantity);
      const once = exchangeFee === undefined ? "" : ` + ${exchangeFee} once an order`;
      return `perContract: ${cost} × ${all}${once}${rounded}${earlier}: ${total} (SPEC M1).`;
    }
    case "makerTaker": {
      const side = why.liquiditySide ?? "taker";
      const part = side === "maker" ? maker : taker;
      return `makerTaker: ${part} as the ${side} × ${value} = ${new Decimal(part ?? "0").times(quantity).times(price).times(multiplier)}${rounded}: ${total} (SPEC M9).`;
    }
    case "tiered":
      return `tiered: ${volume} had been traded before in the window, which is the tier from ${tier}; for ${value}: ${total} (SPEC M8).`;
    default:
      return `${Object.entries(why.fee)
        .map(([part, value]) => (part === "model" ? value : `${part} ${typeof value === "string" ? value : plain(value)}`))
        .join(", ")}${earlier}: ${total}.`;
  }
}

/** In the currency the fee was charged in. */
function paidBefore(before: readonly FillRow[]): Decimal {
  return before.reduce((sum, { fee, why }) => sum.plus(why.fee.converted?.amount ?? fee), new Decimal(0));
}

/** A value this version has no words for. */
function plain(value: unknown): string {
  if (typeof value !== "object" || value === null) return String(value);
  return Object.entries(value)
    .map(([name, inner]) => `${name} ${plain(inner)}`)
    .join(", ");
}
