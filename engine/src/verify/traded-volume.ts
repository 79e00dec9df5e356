import { monthOf } from "../market/calendar-date.ts";

/** Sums over all symbols, without sign, in ledger steps. */
export interface Volume {
  readonly value: bigint;
  readonly quantity: bigint;
}

export const noVolume: Volume = { value: 0n, quantity: 0n };

/** What the account has traded on each exchange day, for tiered commissions (SPEC M8). */
export class TradedVolume {
  readonly #days = new Map<number, Volume>();

  add(day: number, { value, quantity }: Volume): void {
    const known = this.#days.get(day) ?? noVolume;
    this.#days.set(day, { value: known.value + value, quantity: known.quantity + quantity });
  }

  /** In the calendar month of `day` so far, or in the days up to it. */
  within(window: string, day: number): Volume {
    const days = window === "month" ? 31 : Number(window.slice(0, -1));
    const sum = { value: 0n, quantity: 0n };
    for (let past = day; past > day - days; past--) {
      if (window === "month" && monthOf(past) !== monthOf(day)) break;
      const traded = this.#days.get(past) ?? noVolume;
      sum.value += traded.value;
      sum.quantity += traded.quantity;
    }
    return sum;
  }
}
