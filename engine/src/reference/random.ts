/** A small seeded generator (mulberry32): the same seed, the same scenario, on every machine. */
export function seeded(seed: number) {
  let state = seed | 0;
  const next = () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
  const integer = (low: number, high: number) => low + Math.floor(next() * (high - low + 1));
  return {
    integer,
    chance: (probability: number) => next() < probability,
    pick: <const T>(values: readonly [T, ...T[]]): T => values[integer(0, values.length - 1)] ?? values[0],
  };
}

export type Random = ReturnType<typeof seeded>;

export const cents = (value: number): string => `${Math.floor(value / 100)}.${String(value % 100).padStart(2, "0")}`;
export const basisPoints = (value: number): string => (value / 10000).toFixed(4);
