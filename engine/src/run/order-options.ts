import { exactOf, formatExact } from "../decimal.ts";
import { OrderError } from "../errors.ts";
import { suggestion } from "../settings/nearest-name.ts";
import { showValue } from "../settings/settings-error.ts";
import { flag } from "./block.ts";
import { type Mantissa, notAnAmount, priceMantissa } from "./order-amounts.ts";
import { refuseContradictions } from "./order-contradictions.ts";
import { readExpires } from "./order-expiry.ts";
import type { SymbolRules } from "./symbol-rules.ts";

/** An order as numbers, reused from call to call. Only what `flags` names is set. */
export interface OrderNumbers {
  flags: number;
  quantity: Mantissa;
  limit: Mantissa;
  stop: Mantissa;
  trail: Mantissa;
  target: Mantissa;
  percent: number;
  percentScale: number;
  touch: Mantissa;
  activation: Mantissa;
  trailLimit: Mantissa;
  /** A day number or ms UTC, as the flags say. */
  expires: number;
  tag: string | undefined;
}

export function orderNumbers(): OrderNumbers {
  return {
    flags: 0,
    quantity: 0,
    limit: 0,
    stop: 0,
    trail: 0,
    target: 0,
    percent: 0,
    percentScale: 0,
    touch: 0,
    activation: 0,
    trailLimit: 0,
    expires: 0,
    tag: undefined,
  };
}

export function clearNumbers(numbers: OrderNumbers): void {
  numbers.flags = 0;
  numbers.quantity = 0;
  numbers.limit = 0;
  numbers.stop = 0;
  numbers.trail = 0;
  numbers.target = 0;
  numbers.touch = 0;
  numbers.activation = 0;
  numbers.trailLimit = 0;
  numbers.tag = undefined;
}

export const orderOptionNames = [
  "limit",
  "stop",
  "ifTouched",
  "trail",
  "trailPercent",
  "activation",
  "trailLimit",
  "marketToLimit",
  "at",
  "tif",
  "expires",
  "postOnly",
  "reduceOnly",
  "tag",
] as const;
export const changeNames = ["quantity", "limit", "stop", "ifTouched", "trail", "trailPercent"] as const;
export const bracketNames = ["entry", "takeProfit", "stopLoss", "tif", "expires", "tag"] as const;

/** GTD has no number: it is what `expires` says. */
const tifs: readonly unknown[] = ["GTC", "DAY", "IOC", "FOK", "GTD"];
const moments: readonly unknown[] = [undefined, "open", "close"];

/** Reads order options into `into`. Throws `OrderError` for unknown options and values that do not fit. */
export function readOptions(options: unknown, rules: SymbolRules, into: OrderNumbers, known: readonly string[] = orderOptionNames): void {
  if (typeof options !== "object" || options === null) {
    throw optionError(`${rules.symbol}: order options are not an object, got ${showValue(options)}`, { options }, listHint(known));
  }
  for (const key in options) {
    const value: unknown = options[key as keyof typeof options];
    if (!known.includes(key)) {
      throw optionError(
        `${rules.symbol}: unknown order option "${key}"${suggestion(key, known)} (known: ${known.join(", ")})`,
        { option: key },
        listHint(known),
      );
    }
    if (value !== undefined) readOption(key, value, rules, into);
  }
  if ((into.flags & flag.trail) !== 0 && (into.flags & flag.percent) !== 0) {
    throw optionError(
      `${rules.symbol}: trail and trailPercent exclude each other`,
      { options: ["trail", "trailPercent"] },
      "Give one of the two.",
    );
  }
  if (known !== changeNames) refuseContradictions(options as Readonly<Record<string, unknown>>, rules);
}

function readOption(key: string, value: unknown, rules: SymbolRules, into: OrderNumbers): void {
  switch (key) {
    case "limit":
      into.limit = priceMantissa(key, value, rules);
      into.flags |= flag.limit;
      return;
    case "stop":
      into.stop = priceMantissa(key, value, rules);
      into.flags |= flag.stop;
      return;
    case "trail":
      into.trail = priceMantissa(key, value, rules);
      into.flags |= flag.trail;
      return;
    case "trailPercent":
      readPercent(value, rules, into);
      return;
    case "tif": {
      const index = tifs.indexOf(value);
      if (index < 0) throw optionError(`${rules.symbol}: tif is ${showValue(value)}`, { tif: value }, `Use one of ${tifs.join(", ")}.`);
      if (value !== "GTD") into.flags |= index << flag.tifShift;
      return;
    }
    case "at": {
      const index = moments.indexOf(value);
      if (index < 1) throw optionError(`${rules.symbol}: at is ${showValue(value)}`, { at: value }, 'Use "open" or "close".');
      into.flags |= index << flag.atShift;
      return;
    }
    case "ifTouched":
      into.touch = priceMantissa(key, value, rules);
      into.flags |= flag.touch;
      return;
    case "activation":
      into.activation = priceMantissa(key, value, rules);
      into.flags |= flag.activation;
      return;
    case "trailLimit":
      into.trailLimit = exactOf(value)?.mantissa === 0n ? 0 : priceMantissa(key, value, rules);
      into.flags |= flag.trailLimit;
      return;
    case "expires":
      readExpires(value, rules, into);
      return;
    case "marketToLimit":
    case "postOnly":
    case "reduceOnly":
      if (typeof value !== "boolean")
        throw optionError(`${rules.symbol}: ${key} is ${showValue(value)}`, { [key]: value }, "Use true or false.");
      if (value) into.flags |= flag[key];
      return;
    case "tag":
      if (typeof value !== "string") throw optionError(`${rules.symbol}: tag is ${showValue(value)}`, { tag: value }, "A tag is a string.");
      into.tag = value;
  }
}

function readPercent(value: unknown, rules: SymbolRules, into: OrderNumbers): void {
  const exact = exactOf(value);
  if (exact === undefined) throw notAnAmount("trailPercent", value, rules);
  const { mantissa, scale } = exact;
  if (mantissa <= 0n || mantissa >= 10n ** BigInt(scale) || scale > 15) {
    throw optionError(
      `${rules.symbol}: trailPercent ${formatExact(mantissa, scale)} is not between 0 and 1 with at most 15 decimals`,
      { trailPercent: formatExact(mantissa, scale) },
      'Ratios are fractions: "0.1" is ten percent.',
    );
  }
  into.percent = Number(mantissa);
  into.percentScale = scale;
  into.flags |= flag.percent;
}

function optionError(message: string, context: Readonly<Record<string, unknown>>, hint: string): OrderError {
  return new OrderError(message, { code: "order.option", hint, context });
}

function listHint(known: readonly string[]): string {
  return `Known: ${known.join(", ")}.`;
}
