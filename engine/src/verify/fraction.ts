import { roundedQuotient } from "../result/exact.ts";

/** A quantity that need not end as a decimal: `num / den`, den above zero, in lowest terms. */
export interface Fraction {
  readonly num: bigint;
  readonly den: bigint;
}

export const nothing: Fraction = { num: 0n, den: 1n };

export function fraction(num: bigint, den = 1n): Fraction {
  const divisor = greatestCommonDivisor(num < 0n ? -num : num, den);
  return divisor <= 1n ? { num, den } : { num: num / divisor, den: den / divisor };
}

export function plus(a: Fraction, b: Fraction): Fraction {
  return fraction(a.num * b.den + b.num * a.den, a.den * b.den);
}

export function minus(a: Fraction, b: Fraction): Fraction {
  return fraction(a.num * b.den - b.num * a.den, a.den * b.den);
}

export function times(a: Fraction, b: Fraction): Fraction {
  return fraction(a.num * b.num, a.den * b.den);
}

/** Negative, zero or positive as `a` is less than, equal to or greater than `b`. */
export function compareFractions(a: Fraction, b: Fraction): number {
  const difference = a.num * b.den - b.num * a.den;
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}

/** `amount × part / whole`, half-even. */
export function share(amount: bigint, part: Fraction, whole: Fraction): bigint {
  return roundedQuotient(amount * part.num * whole.den, part.den * whole.num);
}

/** `"7:1"` as seven. */
export function parseRatio(text: string): Fraction | undefined {
  const match = /^([1-9]\d*):([1-9]\d*)$/.exec(text);
  return match === null ? undefined : fraction(BigInt(match[1] as string), BigInt(match[2] as string));
}

function greatestCommonDivisor(a: bigint, b: bigint): bigint {
  let [x, y] = [a, b];
  while (y !== 0n) [x, y] = [y, x % y];
  return x;
}
