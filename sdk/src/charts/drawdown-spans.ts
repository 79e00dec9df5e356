import { compare, drawdownText, exact } from "@rustybt/engine/figures";

/** An equity amount: an exact decimal string, or a number that stands for its shortest decimal. */
export type Amount = string | number;

/** A fall from a high until it was reached again. Times are milliseconds UTC. */
export interface DrawdownSpan {
  readonly peakTime: number;
  readonly troughTime: number;
  /** First point at or above the peak; `null` when the run ended before. */
  readonly recoveryTime: number | null;
  /** Fraction of the peak, 12 decimals half-even. */
  readonly depth: string;
  /** Calendar days from the peak to the recovery, or to the end. */
  readonly days: number;
}

const dayMs = 86_400_000;

/** Collects the falls of an equity curve, point by point, start value included. */
export class DrawdownSpans {
  readonly #spans: DrawdownSpan[] = [];
  #peak: Amount;
  #peakTime: number | undefined;
  #trough: { readonly time: number; readonly amount: Amount } | undefined;
  #lastTime = 0;

  constructor(startValue: Amount) {
    this.#peak = startValue;
  }

  add(time: number, amount: Amount): void {
    // The start value's own time is the first point's.
    this.#peakTime ??= time;
    this.#lastTime = time;
    if (isBelow(amount, this.#peak)) {
      if (this.#trough === undefined || isBelow(amount, this.#trough.amount)) this.#trough = { time, amount };
      return;
    }
    this.#close(time);
    // A high that is only reached again begins nothing: the fall is measured from when it was first reached.
    if (!isBelow(this.#peak, amount)) return;
    this.#peak = amount;
    this.#peakTime = time;
  }

  /** Deepest first, of equal ones the earlier. */
  finish(): DrawdownSpan[] {
    this.#close(null);
    return this.#spans.toSorted((a, b) => compare(exact(b.depth), exact(a.depth)) || a.peakTime - b.peakTime);
  }

  #close(recoveryTime: number | null): void {
    const { time, amount } = this.#trough ?? {};
    this.#trough = undefined;
    if (time === undefined || amount === undefined || this.#peakTime === undefined) return;
    this.#spans.push({
      peakTime: this.#peakTime,
      troughTime: time,
      recoveryTime,
      depth: drawdownText(String(this.#peak), String(amount)),
      days: Math.round(((recoveryTime ?? this.#lastTime) - this.#peakTime) / dayMs),
    });
  }
}

// Reading decimals as numbers keeps their order, so only amounts that read the same are compared exactly.
function isBelow(a: Amount, b: Amount): boolean {
  const [x, y] = [Number(a), Number(b)];
  if (x !== y) return x < y;
  return a !== b && compare(exact(String(a)), exact(String(b))) < 0;
}
