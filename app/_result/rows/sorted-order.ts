/** One number per row; `NaN` stands for nothing and comes last both ways. */
export type SortKeys = Float64Array;

/** The rows in the order of their keys; equal ones keep their order. `rows` are those to sort, all of them without it. */
export function sortedOrder(keys: SortKeys, isDown: boolean, rows?: Uint32Array): Uint32Array {
  const order = rows === undefined ? Uint32Array.from(keys, (_, row) => row) : rows.slice();
  const direction = isDown ? -1 : 1;
  return order.sort((a, b) => {
    const left = keys[a] as number;
    const right = keys[b] as number;
    if (left === right) return a - b;
    if (Number.isNaN(left)) return Number.isNaN(right) ? a - b : 1;
    if (Number.isNaN(right)) return -1;
    return direction * (left - right);
  });
}

/** Keys of texts: their places among the different ones, by the reader's alphabet, numbers in them by size. */
export function textKeys(texts: readonly (string | null)[]): SortKeys {
  const collator = new Intl.Collator(undefined, { numeric: true });
  const different = [...new Set(texts)].filter((text) => text !== null).sort(collator.compare);
  const places = new Map(different.map((text, place) => [text, place]));
  return Float64Array.from(texts, (text) => (text === null ? Number.NaN : (places.get(text) as number)));
}

/** Keys of decimal strings. Order needs no more digits than a double has. */
export function numberKeys(values: readonly (string | number | null)[]): SortKeys {
  return Float64Array.from(values, (value) => (value === null ? Number.NaN : Number(value)));
}

/** Keys of RFC 3339 times. */
export function timeKeys(times: readonly (string | null)[]): SortKeys {
  return Float64Array.from(times, (time) => (time === null ? Number.NaN : Date.parse(time)));
}
