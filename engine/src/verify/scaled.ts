import { exactOf, formatExact, mantissaAt } from "../decimal.ts";
import { roundedQuotient } from "../result/exact.ts";
import type { Fraction } from "./fraction.ts";

/** Most decimals of a quantity that ends; longer ones are written with 12, like those that never end. */
const mostDecimals = 18;
const shownDecimals = 12;

/** Reads and writes amounts as whole numbers of the ledger's smallest step. */
export class Scale {
  readonly decimals: number;
  readonly unit: bigint;

  constructor(decimals: number) {
    this.decimals = decimals;
    this.unit = 10n ** BigInt(decimals);
  }

  /** `undefined` when the text is no decimal or has more decimals than the ledger. */
  read(text: string): bigint | undefined {
    const value = exactOf(text);
    return value === undefined ? undefined : mantissaAt(value, this.decimals);
  }

  write(mantissa: bigint): string {
    return formatExact(mantissa, this.decimals);
  }

  /** A quantity in ledger steps as text: exact when it ends within 18 decimals, else 12 decimals half-even. */
  writeQuantity({ num, den }: Fraction): string {
    const whole = den * this.unit;
    for (const decimals of [mostDecimals, shownDecimals]) {
      const numerator = num * 10n ** BigInt(decimals);
      if (decimals === shownDecimals || numerator % whole === 0n) return formatExact(roundedQuotient(numerator, whole), decimals);
    }
    return "0";
  }

  /** `value / quantity / multiplier` (all in ledger steps) with 12 decimals half-even. */
  writePrice(value: bigint, quantity: Fraction, multiplier: bigint): string {
    const numerator = value * quantity.den * this.unit * 10n ** BigInt(shownDecimals);
    return formatExact(roundedQuotient(numerator, quantity.num * multiplier), shownDecimals);
  }
}
