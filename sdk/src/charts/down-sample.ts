/**
 * Positions that draw the same line in so many columns of pixels: first, lowest, highest and last of each column. No extreme is lost.
 * A position of a gap (`NaN`) is kept where it interrupts a column.
 */
export function minMaxPositions(values: Float64Array, columns: number): Uint32Array {
  if (values.length <= columns * 4) return Uint32Array.from(values, (_, i) => i);
  const kept: number[] = [];
  for (let column = 0; column < columns; column++) {
    const from = Math.floor((column * values.length) / columns);
    const to = Math.floor(((column + 1) * values.length) / columns);
    let low = from;
    let high = from;
    let gap = -1;
    for (let i = from; i < to; i++) {
      const value = values[i] as number;
      if (Number.isNaN(value)) gap = i;
      else {
        if (!(value >= (values[low] as number))) low = i;
        if (!(value <= (values[high] as number))) high = i;
      }
    }
    const positions = new Set([from, low, high, to - 1, ...(gap < 0 ? [] : [gap])]);
    kept.push(...[...positions].sort((a, b) => a - b));
  }
  return Uint32Array.from(kept);
}
