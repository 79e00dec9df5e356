import type { CentBars } from "../data/bars.ts";
import type { Tape } from "../tape.ts";

export const w1 = { fast: 30, slow: 150, quantity: 100n, cash: 1_000_000n, feeMillionthsPerCent: 5n } as const;

/**
 * W1 in exact integers, straight from its rules: the tape every side must reproduce, and the final equity.
 * A fee of 0.0005 x price x quantity is 5 millionths for each cent of price and unit.
 */
export function w1Oracle(bars: CentBars): { tape: Tape; finalEquity: string } {
  const tape: Tape = [];
  let cash = w1.cash * 1_000_000n;
  let held = 0n;
  let wasAbove: boolean | undefined;
  let fastSum = 0n;
  let slowSum = 0n;
  for (let i = 0; i < bars.length; i++) {
    fastSum += (bars.close[i] ?? 0n) - (bars.close[i - w1.fast] ?? 0n);
    slowSum += (bars.close[i] ?? 0n) - (bars.close[i - w1.slow] ?? 0n);
    if (i < w1.slow - 1) continue;
    const above = fastSum * BigInt(w1.slow) > slowSum * BigInt(w1.fast);
    const crossed = wasAbove !== undefined && above !== wasAbove;
    wasAbove = above;
    if (!crossed || above === held > 0n || i + 1 >= bars.length) continue;
    const price = bars.open[i + 1] ?? 0n;
    const signed = above ? w1.quantity : -w1.quantity;
    cash -= signed * price * 10_000n + price * w1.quantity * w1.feeMillionthsPerCent;
    held += signed;
    tape.push([i + 1, above ? "B" : "S", Number(price), Number(w1.quantity)]);
  }
  return { tape, finalEquity: fromMillionths(cash + held * (bars.close[bars.length - 1] ?? 0n) * 10_000n) };
}

function fromMillionths(amount: bigint): string {
  const text = amount.toString().padStart(7, "0");
  return `${text.slice(0, -6)}.${text.slice(-6)}`.replace(/\.?0+$/, "");
}
