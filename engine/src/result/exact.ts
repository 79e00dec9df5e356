import { type Exact, exactOf, formatExact } from "../decimal.ts";
import { InternalError } from "../errors.ts";

/** Decimals of every ratio of money in a result. */
export const ratioDecimals = 12;

export const zero: Exact = { mantissa: 0n, scale: 0 };
const one: Exact = { mantissa: 1n, scale: 0 };

/** Reads a decimal string that is known to be one. */
export function exact(text: string): Exact {
  const value = exactOf(text);
  if (value === undefined) {
    throw new InternalError(`${JSON.stringify(text)} is not a decimal number`, { code: "result.notADecimal", context: { value: text } });
  }
  return value;
}

export function textOf({ mantissa, scale }: Exact): string {
  return formatExact(mantissa, scale);
}

export function add(a: Exact, b: Exact): Exact {
  const scale = Math.max(a.scale, b.scale);
  return { mantissa: raised(a, scale) + raised(b, scale), scale };
}

export function subtract(a: Exact, b: Exact): Exact {
  const scale = Math.max(a.scale, b.scale);
  return { mantissa: raised(a, scale) - raised(b, scale), scale };
}

export function multiply(a: Exact, b: Exact): Exact {
  return { mantissa: a.mantissa * b.mantissa, scale: a.scale + b.scale };
}

export function negate(a: Exact): Exact {
  return { mantissa: -a.mantissa, scale: a.scale };
}

/** Negative, zero or positive as `a` is less than, equal to or greater than `b`. */
export function compare(a: Exact, b: Exact): number {
  const { mantissa } = subtract(a, b);
  return mantissa < 0n ? -1 : mantissa > 0n ? 1 : 0;
}

/**
 * `a / b` at `decimals`, half-even.
 *
 * @example
 * textOf(divide(exact("1"), exact("8"), 2)); // "0.12"
 */
export function divide(a: Exact, b: Exact, decimals: number): Exact {
  const up = b.scale - a.scale + decimals;
  const numerator = up >= 0 ? a.mantissa * 10n ** BigInt(up) : a.mantissa;
  const denominator = up >= 0 ? b.mantissa : b.mantissa * 10n ** BigInt(-up);
  return { mantissa: roundedQuotient(numerator, denominator), scale: decimals };
}

/** `a / b` as a ratio of money: 12 decimals half-even. */
export function ratioText(a: Exact, b: Exact): string {
  return textOf(divide(a, b, ratioDecimals));
}

/** `end / start - 1`, 12 decimals half-even. */
export function returnText(start: string, end: string): string {
  return textOf(subtract(divide(exact(end), exact(start), ratioDecimals), one));
}

/** Fall from `peak` to `value` as a fraction of the peak, 12 decimals half-even. */
export function drawdownText(peak: string, value: string): string {
  return ratioText(subtract(exact(peak), exact(value)), exact(peak));
}

/** The whole number nearest to `numerator / denominator`, ties to even. */
export function roundedQuotient(numerator: bigint, denominator: bigint): bigint {
  const negative = numerator < 0n !== denominator < 0n;
  const n = numerator < 0n ? -numerator : numerator;
  const d = denominator < 0n ? -denominator : denominator;
  const quotient = n / d;
  const twice = 2n * (n - quotient * d);
  const up = twice > d || (twice === d && quotient % 2n === 1n);
  const magnitude = up ? quotient + 1n : quotient;
  return negative ? -magnitude : magnitude;
}

function raised({ mantissa, scale }: Exact, to: number): bigint {
  return scale === to ? mantissa : mantissa * 10n ** BigInt(to - scale);
}
