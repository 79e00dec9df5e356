/** Of the repetitions of one side, in nanoseconds per bar. `spread` is (largest - least) / least. */
export interface Spread {
  readonly min: number;
  readonly median: number;
  readonly spread: number;
}

export function spreadOf(values: readonly number[]): Spread {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (i: number) => sorted[i] ?? Number.NaN;
  const middle = sorted.length / 2;
  const median = sorted.length % 2 === 1 ? at(Math.floor(middle)) : (at(middle - 1) + at(middle)) / 2;
  const min = at(0);
  return { min, median, spread: (at(sorted.length - 1) - min) / min };
}
