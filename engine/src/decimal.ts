import { Decimal as DecimalJs } from "decimal.js";

/**
 * The decimals of this package: a clone of decimal.js with precision 40, half-even, that never writes an exponent. Settings of the
 * global decimal.js constructor do not reach it, and values of other copies of decimal.js are accepted wherever an `Amount` is.
 *
 * ```ts
 * import { Decimal } from "rustybt";
 *
 * new Decimal("0.1").plus("0.2").toString(); // "0.3"
 * ```
 */
export const Decimal: typeof DecimalJs = DecimalJs.clone({
  defaults: true,
  precision: 40,
  rounding: DecimalJs.ROUND_HALF_EVEN,
  toExpNeg: -9e15,
  toExpPos: 9e15,
});
export type Decimal = DecimalJs;

/** A value of any copy of decimal.js. */
export interface DecimalLike {
  isFinite(): boolean;
  toFixed(): string;
}

/** An exact quantity, price or amount of money on its way in. A `number` is read as its shortest decimal: `0.1` is exactly 0.1. */
export type Amount = string | number | bigint | DecimalLike;

/** `mantissa / 10^scale`. */
export interface Exact {
  readonly mantissa: bigint;
  readonly scale: number;
}

/** A fraction of two whole numbers. */
export interface Ratio {
  readonly num: bigint;
  readonly den: bigint;
}

const shape = /^([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d{1,4}))?$/;
/** No amount an account can hold has more digits; longer ones are refused before they are expanded. */
const mostDigits = 60;

export function isDecimalLike(value: unknown): value is DecimalLike {
  return (
    typeof value === "object" &&
    value !== null &&
    "toStringTag" in value && // what decimal.js itself tells its values by, whichever copy made them
    value.toStringTag === "[object Decimal]" &&
    "toFixed" in value &&
    typeof value.toFixed === "function"
  );
}

export function isAmount(value: unknown): value is Amount {
  return typeof value === "number" || typeof value === "string" || typeof value === "bigint" || isDecimalLike(value);
}

/** The exact value of an amount, or undefined when it is no finite decimal of at most 60 digits. Trailing zeros are dropped. */
export function exactOf(value: unknown): Exact | undefined {
  if (typeof value === "bigint") return { mantissa: value, scale: 0 };
  if (typeof value === "string") return parseExact(value.trim());
  if (Number.isSafeInteger(value)) return { mantissa: BigInt(value as number), scale: 0 };
  if (typeof value === "number") return Number.isFinite(value) ? parseExact(String(value)) : undefined;
  if (!isDecimalLike(value)) return undefined;
  return parseExact(value.toFixed());
}

/** The mantissa at another scale, or undefined when digits would be lost. */
export function mantissaAt({ mantissa, scale }: Exact, target: number): bigint | undefined {
  if (scale <= target) return mantissa * 10n ** BigInt(target - scale);
  const factor = 10n ** BigInt(scale - target);
  return mantissa % factor === 0n ? mantissa / factor : undefined;
}

/** The canonical text: no exponent, plus sign, trailing zeros or -0. */
export function formatExact(mantissa: bigint, scale: number): string {
  if (scale === 0 || mantissa === 0n) return mantissa.toString();
  const digits = (mantissa < 0n ? -mantissa : mantissa).toString().padStart(scale + 1, "0");
  const fraction = digits.slice(-scale).replace(/0+$/, "");
  const whole = `${mantissa < 0n ? "-" : ""}${digits.slice(0, -scale)}`;
  return fraction === "" ? whole : `${whole}.${fraction}`;
}

export function decimalOf(mantissa: bigint, scale: number): Decimal {
  return new Decimal(formatExact(mantissa, scale));
}

function parseExact(text: string): Exact | undefined {
  const match = shape.exec(text);
  if (match === null) return undefined;
  const [, sign = "", whole = "", fraction = "", exponent = "0"] = match;
  if (whole === "" && fraction === "") return undefined;
  const digits = `${whole}${fraction}`.replace(/^0+(?=.)/, "");
  const kept = digits.replace(/0+$/, "");
  if (kept === "") return { mantissa: 0n, scale: 0 };
  const scale = fraction.length - Number(exponent) - (digits.length - kept.length);
  if (kept.length > mostDigits || Math.abs(scale) > mostDigits) return undefined;
  const mantissa = BigInt(`${sign === "-" ? "-" : ""}${kept}`);
  return scale >= 0 ? { mantissa, scale } : { mantissa: mantissa * 10n ** BigInt(-scale), scale: 0 };
}
