/** An exact fraction in lowest terms with a positive denominator: the only number type of the oracle. */
export interface Ratio {
  readonly num: bigint;
  readonly den: bigint;
}

export type RoundingMode = "half-even" | "half-up" | "half-down" | "up" | "down" | "floor" | "ceil";

export function ratio(num: bigint, den = 1n): Ratio {
  if (den === 0n) throw new Error(`the oracle divided ${num} by zero`);
  const divisor = gcd(num < 0n ? -num : num, den < 0n ? -den : den) * (den < 0n ? -1n : 1n);
  return { num: num / divisor, den: den / divisor };
}

function gcd(a: bigint, b: bigint): bigint {
  return b === 0n ? a || 1n : gcd(b, a % b);
}

export const zero = ratio(0n);
export const one = ratio(1n);

/** Reads a plain decimal such as `"-12.50"`. */
export function parse(text: string): Ratio {
  const [whole = "", fraction = ""] = text.split(".");
  return ratio(BigInt(whole + fraction), 10n ** BigInt(fraction.length));
}

export const add = (a: Ratio, b: Ratio): Ratio => ratio(a.num * b.den + b.num * a.den, a.den * b.den);
export const negate = (a: Ratio): Ratio => ({ num: -a.num, den: a.den });
export const subtract = (a: Ratio, b: Ratio): Ratio => add(a, negate(b));
export const multiply = (a: Ratio, b: Ratio): Ratio => ratio(a.num * b.num, a.den * b.den);
export const divide = (a: Ratio, b: Ratio): Ratio => ratio(a.num * b.den, a.den * b.num);
export const absolute = (a: Ratio): Ratio => (a.num < 0n ? negate(a) : a);
export const sum = (values: readonly Ratio[]): Ratio => values.reduce(add, zero);

/** Negative, zero or positive as a − b is. */
export function compare(a: Ratio, b: Ratio): number {
  const difference = a.num * b.den - b.num * a.den;
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}

export const isZero = (a: Ratio): boolean => a.num === 0n;
export const sign = (a: Ratio): number => compare(a, zero);
export const less = (a: Ratio, b: Ratio): boolean => compare(a, b) < 0;
export const minimum = (a: Ratio, b: Ratio): Ratio => (less(b, a) ? b : a);
export const maximum = (a: Ratio, b: Ratio): Ratio => (less(a, b) ? b : a);

/** The nearest multiple of `step` in the direction of `mode`. */
export function roundToMultiple(value: Ratio, step: Ratio, mode: RoundingMode): Ratio {
  const count = divide(value, step);
  const floor = count.num >= 0n ? count.num / count.den : -((-count.num + count.den - 1n) / count.den);
  const rest = subtract(count, ratio(floor));
  if (isZero(rest)) return value;
  return multiply(ratio(floor + (roundsUp(mode, compare(rest, ratio(1n, 2n)), floor, count.num < 0n) ? 1n : 0n)), step);
}

/** Whether a value between `floor` and `floor + 1` goes to the upper one; `half` compares its fraction with one half. */
function roundsUp(mode: RoundingMode, half: number, floor: bigint, negative: boolean): boolean {
  switch (mode) {
    case "floor":
      return false;
    case "ceil":
      return true;
    case "down":
      return negative;
    case "up":
      return !negative;
    case "half-even":
      return half > 0 || (half === 0 && floor % 2n !== 0n);
    case "half-up":
      return half > 0 || (half === 0 && !negative);
    case "half-down":
      return half > 0 || (half === 0 && negative);
  }
}

export function roundToDecimals(value: Ratio, decimals: number, mode: RoundingMode): Ratio {
  return roundToMultiple(value, ratio(1n, 10n ** BigInt(decimals)), mode);
}

/** The square root, rounded up at so many decimals. */
export function squareRootUp(value: Ratio, decimals: number): Ratio {
  const scale = 10n ** BigInt(decimals);
  // Smallest k with k² × den ≥ num × scale².
  const wanted = (value.num * scale * scale + value.den - 1n) / value.den;
  let [low, high] = [0n, 1n];
  while (high * high < wanted) high *= 2n;
  while (low < high) {
    const middle = (low + high) / 2n;
    if (middle * middle < wanted) low = middle + 1n;
    else high = middle;
  }
  return ratio(low, scale);
}

/** The canonical text of a terminating decimal: no exponent, no trailing zeros, never `-0`. */
export function format(value: Ratio): string {
  let [decimals, scale] = [0, 1n];
  while (scale % value.den !== 0n) {
    if (++decimals > 60) throw new Error(`the oracle cannot write ${value.num}/${value.den} as a decimal`);
    scale *= 10n;
  }
  const digits = ((value.num < 0n ? -value.num : value.num) * (scale / value.den)).toString().padStart(decimals + 1, "0");
  const whole = digits.slice(0, digits.length - decimals);
  return `${value.num < 0n ? "-" : ""}${whole}${decimals > 0 ? `.${digits.slice(-decimals)}` : ""}`;
}

/** At most 12 decimals, half-even: how result rows write prices that were divided. */
export const formatQuotient = (value: Ratio): string => format(roundToDecimals(value, 12, "half-even"));
