import { type Exact, exactOf, type Ratio } from "../decimal.ts";
import { OrderError } from "../errors.ts";
import { notAnAmount } from "./order-amounts.ts";
import type { SymbolRules } from "./symbol-rules.ts";

/**
 * Whole lots for `num/den` of money at a close, as a signed quantity mantissa, rounded toward zero (SPEC O4). The money stays a ratio
 * until here; `rate` is the account's money for one unit of the symbol's currency. Undefined when the symbol has no price yet.
 */
export function quantityForMoney(money: Ratio, close: bigint, rules: SymbolRules, rate: Exact): bigint | undefined {
  if (close === 0n) return undefined;
  const scale = BigInt(rules.dataScale + rules.multiplierScale + rules.lotScale + rate.scale);
  const lots = (money.num * 10n ** scale) / (money.den * close * rules.multiplier * rules.lot * rate.mantissa);
  return lots * rules.lot;
}

/** `share` of `equity` (a mantissa at `ledgerScale`) as money. */
export function shareOfEquity(share: Ratio, equity: bigint, ledgerScale: number): Ratio {
  return { num: equity * share.num, den: share.den * 10n ** BigInt(ledgerScale) };
}

/** A weight as an exact fraction. Throws `OrderError` when it is neither an amount nor `{ num, den }`. */
export function weightRatio(key: string, weight: unknown, rules: SymbolRules): Ratio {
  if (isFraction(weight)) {
    const [num, den] = [wholeNumber(weight.num), wholeNumber(weight.den)];
    if (num !== undefined && den !== undefined && den !== 0n) return den < 0n ? { num: -num, den: -den } : { num, den };
    throw new OrderError(`${rules.symbol}: ${key} is { num: ${String(weight.num)}, den: ${String(weight.den)} }`, {
      code: "order.notAnAmount",
      hint: "Numerator and denominator are whole numbers, and the denominator is not 0.",
      context: { symbol: rules.symbol, num: String(weight.num), den: String(weight.den) },
    });
  }
  const exact = exactOf(weight);
  if (exact === undefined) throw notAnAmount(key, weight, rules);
  return { num: exact.mantissa, den: 10n ** BigInt(exact.scale) };
}

export function isFraction(value: unknown): value is { readonly num: unknown; readonly den: unknown } {
  return typeof value === "object" && value !== null && "num" in value && "den" in value;
}

function wholeNumber(value: unknown): bigint | undefined {
  if (Number.isSafeInteger(value)) return BigInt(value as number);
  const exact = exactOf(value);
  return exact === undefined || exact.scale !== 0 ? undefined : exact.mantissa;
}
