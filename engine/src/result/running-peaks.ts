/**
 * For each of the ascending steps the step of the highest equity so far (of equal ones the first), -1 for the start value. Equity is
 * compared as 64-bit numbers, here and in `verify` alike.
 */
export function runningPeaks(startValue: number, equity: Float64Array, steps: Uint32Array): Int32Array {
  const peaks = new Int32Array(steps.length);
  let peak = startValue;
  let peakAt = -1;
  let next = 0;
  for (let k = 0; k < steps.length; k++) {
    const step = steps[k] as number;
    for (; next <= step; next++) {
      const value = equity[next] as number;
      if (value > peak) {
        peak = value;
        peakAt = next;
      }
    }
    peaks[k] = peakAt;
  }
  return peaks;
}
