/** The deepest fall of an equity curve. Steps are indexes into the curve; -1 is the start value. */
export interface Drawdown {
  /** Fraction of the peak; 0 when equity never fell below an earlier high. */
  readonly depth: number;
  readonly peak: number;
  readonly trough: number;
  /** First step after the trough at or above the peak; `undefined` when there is none. */
  readonly recovery: number | undefined;
}

/** Deepest fall from the highest value so far, start value included. Of equal falls the first. */
export function deepestDrawdown(startValue: number, equity: Float64Array): Drawdown {
  let peak = startValue;
  let peakAt = -1;
  let lowest = peak;
  let depth = 0;
  let from = -1;
  let trough = -1;
  for (let i = 0; i < equity.length; i++) {
    const value = equity[i] as number;
    if (value > peak) {
      peak = value;
      peakAt = i;
      lowest = value;
    } else if (value < lowest) {
      lowest = value;
      const fall = (peak - value) / peak;
      if (fall > depth) {
        depth = fall;
        from = peakAt;
        trough = i;
      }
    }
  }
  if (depth === 0) return { depth, peak: -1, trough: -1, recovery: undefined };
  const height = from < 0 ? startValue : (equity[from] as number);
  let recovery = trough;
  while (recovery < equity.length && (equity[recovery] as number) < height) recovery++;
  return { depth, peak: from, trough, recovery: recovery < equity.length ? recovery : undefined };
}
