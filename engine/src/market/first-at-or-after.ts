/** Index in `[from, to)` of the first of the ascending times that is not before `bound`, `to` when all are. Quick when it is near `from`. */
export function firstAtOrAfter(times: Float64Array, bound: number, from: number, to: number): number {
  let low = from;
  let high = to;
  for (let reach = 1; low < to; reach *= 2) {
    const probe = from + reach - 1;
    if (probe >= to) break;
    if ((times[probe] as number) >= bound) {
      high = probe;
      break;
    }
    low = probe + 1;
  }
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((times[middle] as number) >= bound) high = middle;
    else low = middle + 1;
  }
  return low;
}
