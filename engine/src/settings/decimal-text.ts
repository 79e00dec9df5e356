import { Decimal, exactOf, formatExact } from "../decimal.ts";

/**
 * The canonical text of a decimal: no exponent, plus sign, leading or trailing zeros, or `-0`; every digit is kept.
 * `undefined` when the value is no finite decimal of at most 60 digits.
 */
export function canonicalDecimal(value: unknown): string | undefined {
  const exact = exactOf(value);
  return exact === undefined ? undefined : formatExact(exact.mantissa, exact.scale);
}

/** Negative, zero or positive as `a` is less than, equal to or greater than `b`. Both are canonical. */
export function compareDecimals(a: string, b: string): number {
  return new Decimal(a).comparedTo(b);
}

export function decimalPlaces(canonical: string): number {
  const point = canonical.indexOf(".");
  return point < 0 ? 0 : canonical.length - point - 1;
}
