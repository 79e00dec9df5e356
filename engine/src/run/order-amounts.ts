import { type Decimal, decimalOf, exactOf, formatExact, mantissaAt } from "../decimal.ts";
import { OrderError } from "../errors.ts";
import type { TickMode } from "../strategy/context.ts";
import type { SymbolRules } from "./symbol-rules.ts";

/** A mantissa on its way to the native core: a safe integer, or a BigInt where that is too small. */
export type Mantissa = number | bigint;

// Below 10^15 a decimal of at most 15 digits and the double nearest to it name each other, so `m / 10^s === x` proves that the
// shortest decimal of `x` is `m / 10^s`.
const provable = 1e15;

/** A signed quantity at the lot's decimals. Throws `OrderError` `order.notAnAmount`, `order.zeroQuantity` or `order.offLot`. */
export function quantityMantissa(value: unknown, rules: SymbolRules): Mantissa {
  if (typeof value === "number") {
    const mantissa = Math.round(value * rules.lotPower);
    const fits = mantissa / rules.lotPower === value && mantissa % rules.lotNumber === 0;
    if (fits && mantissa !== 0 && mantissa < provable && mantissa > -provable) return mantissa;
  }
  return slowQuantity(value, rules);
}

/** A price at the tick's decimals. Throws `OrderError` `order.notAnAmount`, `order.price` or `order.offTick`. */
export function priceMantissa(key: string, value: unknown, rules: SymbolRules): Mantissa {
  if (typeof value === "number") {
    const mantissa = Math.round(value * rules.tickPower);
    const fits = mantissa / rules.tickPower === value && mantissa % rules.tickNumber === 0;
    if (fits && mantissa > 0 && mantissa < provable) return mantissa;
  }
  return slowPrice(key, value, rules);
}

/** The price on the tick below, above or nearest (ties away from zero). Throws `OrderError` when `price` is no decimal. */
export function toTick(price: unknown, mode: TickMode, rules: SymbolRules): Decimal {
  const mantissa = onTick(price, mode, rules);
  if (mantissa === undefined) throw notAnAmount("tick", price, rules);
  return decimalOf(mantissa, rules.tickScale);
}

function onTick(price: unknown, mode: TickMode, { tick, tickScale }: SymbolRules): bigint | undefined {
  const exact = exactOf(price);
  if (exact === undefined) return undefined;
  const num = exact.mantissa * 10n ** BigInt(tickScale);
  const den = tick * 10n ** BigInt(exact.scale);
  const rest = num % den;
  const truncated = num / den;
  if (rest === 0n) return truncated * tick;
  const isNegative = num < 0n;
  const away = truncated + (isNegative ? -1n : 1n);
  if (mode === "nearest") return (2n * (isNegative ? -rest : rest) >= den ? away : truncated) * tick;
  return ((mode === "up") === isNegative ? truncated : away) * tick;
}

function slowQuantity(value: unknown, rules: SymbolRules): Mantissa {
  const exact = exactOf(value);
  if (exact === undefined) throw notAnAmount("quantity", value, rules);
  const text = formatExact(exact.mantissa, exact.scale);
  if (exact.mantissa === 0n) {
    throw new OrderError(`${rules.symbol}: the order's quantity is 0`, {
      code: "order.zeroQuantity",
      hint: "Order at least one lot, or do not order.",
      context: { symbol: rules.symbol, quantity: text },
    });
  }
  const mantissa = mantissaAt(exact, rules.lotScale);
  if (mantissa !== undefined && mantissa % rules.lot === 0n) return narrow("quantity", mantissa, rules);
  const lot = formatExact(rules.lot, rules.lotScale);
  throw new OrderError(`${rules.symbol}: quantity ${text} is not a multiple of the lot ${lot}`, {
    code: "order.offLot",
    hint: `Round to whole lots first, for example Math.trunc(quantity); another lot is set with instruments: { "${rules.symbol}": { lot: "…" } }.`,
    context: { symbol: rules.symbol, quantity: text, lot },
  });
}

function slowPrice(key: string, value: unknown, rules: SymbolRules): Mantissa {
  const exact = exactOf(value);
  if (exact === undefined) throw notAnAmount(key, value, rules);
  const text = formatExact(exact.mantissa, exact.scale);
  if (exact.mantissa <= 0n) {
    throw new OrderError(`${rules.symbol}: ${key} ${text} is not above zero`, {
      code: "order.price",
      hint: "Give a positive price.",
      context: { symbol: rules.symbol, [key]: text },
    });
  }
  const mantissa = mantissaAt(exact, rules.tickScale);
  if (mantissa !== undefined && mantissa % rules.tick === 0n) return narrow(key, mantissa, rules);
  const tick = formatExact(rules.tick, rules.tickScale);
  const [down, up] = (["down", "up"] as const).map((mode) => formatExact(onTick(value, mode, rules) ?? 0n, rules.tickScale));
  throw new OrderError(`${rules.symbol}: ${key} ${text} is not a multiple of the tick ${tick}`, {
    code: "order.offTick",
    hint: `Choose a side: ctx.tick(${text}, "down") is ${down}, ctx.tick(${text}, "up") is ${up}; "nearest" takes the closer one.`,
    context: { symbol: rules.symbol, [key]: text, tick },
  });
}

const most = 2n ** 63n - 1n;

function narrow(key: string, mantissa: bigint, rules: SymbolRules): Mantissa {
  if (mantissa > most || mantissa < -most) {
    const scale = key === "quantity" ? rules.lotScale : rules.tickScale;
    throw new OrderError(`${rules.symbol}: ${key} ${formatExact(mantissa, scale)} is larger than the exact number type can hold`, {
      code: "money.overflow",
      hint: `The largest is ${formatExact(most, scale)}.`,
      context: { symbol: rules.symbol, operation: `order ${key}` },
    });
  }
  const number = Number(mantissa);
  return Number.isSafeInteger(number) ? number : mantissa;
}

export function notAnAmount(key: string, value: unknown, { symbol }: { readonly symbol: string }): OrderError {
  const shown =
    typeof value === "string" ? JSON.stringify(value) : typeof value === "object" && value !== null ? "an object" : String(value);
  return new OrderError(`${symbol}: ${key} is not an amount, got ${shown}`, {
    code: "order.notAnAmount",
    hint: Number.isNaN(value)
      ? "NaN comes from an indicator that is not defined yet, or from a division by zero."
      : "Give a number, a decimal string, a bigint or a Decimal.",
    context: { symbol, [key]: shown },
  });
}
