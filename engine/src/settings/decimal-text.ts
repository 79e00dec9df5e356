import { Decimal } from "decimal.js";

const decimalPattern = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d{1,3})?$/;
/** Longer numbers than any amount an account can hold are refused before they are expanded. */
const mostDigits = 40;

/** What is read as a decimal: text, a `number` by its shortest decimal, a `bigint`, or a Decimal of any copy of decimal.js. */
export type DecimalInput = string | number | bigint | { toFixed(): string; isFinite(): boolean };

/**
 * The canonical text of a decimal: no exponent, plus sign, leading or trailing zeros, or `-0`; every digit is kept.
 * `undefined` when the value is no finite decimal of at most 40 digits.
 */
export function canonicalDecimal(value: unknown): string | undefined {
  const text = decimalText(value);
  if (text === undefined || !decimalPattern.test(text)) return undefined;
  const decimal = new Decimal(text);
  if (decimal.isZero()) return "0";
  if (decimal.e >= mostDigits || decimal.decimalPlaces() > mostDigits) return undefined;
  return decimal.toFixed();
}

/** Negative, zero or positive as `a` is less than, equal to or greater than `b`. Both are canonical. */
export function compareDecimals(a: string, b: string): number {
  return new Decimal(a).comparedTo(b);
}

export function decimalPlaces(canonical: string): number {
  const point = canonical.indexOf(".");
  return point < 0 ? 0 : canonical.length - point - 1;
}

function decimalText(value: unknown): string | undefined {
  if (typeof value === "string") return value.trim();
  if (typeof value === "number") return Number.isFinite(value) ? String(value) : undefined;
  if (typeof value === "bigint") return value.toString();
  if (typeof value === "object" && value !== null && isDecimal(value)) return value.isFinite() ? value.toFixed() : undefined;
  return undefined;
}

function isDecimal(value: object): value is { toFixed(): string; isFinite(): boolean } {
  return "toFixed" in value && typeof value.toFixed === "function" && "isFinite" in value && typeof value.isFinite === "function";
}
