/** Arithmetic mean; `NaN` of nothing. */
export function mean(values: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i] as number;
  return sum / values.length;
}

/** Sample standard deviation (divides by n − 1), in two passes; `NaN` of fewer than two values, exactly 0 when all are equal. */
export function sampleDeviation(values: Float64Array): number {
  if (values.length < 2) return Number.NaN;
  if (allEqual(values)) return 0;
  const center = mean(values);
  let sum = 0;
  for (let i = 0; i < values.length; i++) {
    const distance = (values[i] as number) - center;
    sum += distance * distance;
  }
  return Math.sqrt(sum / (values.length - 1));
}

/** Root of the mean squared negative value over all n values (target 0); `NaN` of nothing. */
export function downsideDeviation(values: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) {
    const value = values[i] as number;
    if (value < 0) sum += value * value;
  }
  return Math.sqrt(sum / values.length);
}

/** Whether all values are the same number; the mean of equal numbers need not be that number in floating point. */
function allEqual(values: Float64Array): boolean {
  for (let i = 1; i < values.length; i++) if (values[i] !== values[0]) return false;
  return true;
}
