export interface SeededRandom {
  (): number;
  /** How many numbers were drawn. */
  readonly drawn: number;
  /** Goes on as if this many had been drawn. */
  jump(drawn: number): void;
}

/** Numbers of one seed, 0 <= x < 1: the `n`-th is a function of seed and `n` alone, the same on every machine. */
export function seededRandom(seed: number): SeededRandom {
  const low = seed >>> 0;
  const high = Math.floor(seed / 2 ** 32) >>> 0;
  const counter = [0, high] as [number, number];
  let drawn = 0;
  const next = () => {
    const [a, b] = philox2x32(counter, low);
    counter[0] = (counter[0] + 1) >>> 0;
    if (counter[0] === 0) counter[1] = (counter[1] + 0x9e3779b9) >>> 0;
    drawn++;
    return ((a >>> 5) * 2 ** 26 + (b >>> 6)) / 2 ** 53;
  };
  const jump = (to: number) => {
    const turns = Math.floor(to / 2 ** 32);
    counter[0] = to >>> 0;
    counter[1] = (high + Math.imul(turns, 0x9e3779b9)) >>> 0;
    drawn = to;
  };
  return Object.assign(Object.defineProperty(next, "drawn", { get: () => drawn }), { jump }) as SeededRandom;
}

/** Philox-2x32 with ten rounds (Salmon, Moraes, Dror, Shaw: Parallel random numbers: as easy as 1, 2, 3; SC11). */
export function philox2x32([first, second]: readonly [number, number], key: number): [number, number] {
  let [left, right, round] = [first, second, key];
  for (let i = 0; i < 10; i++) {
    const [high, low] = multiply(left, 0xd256d193);
    left = (high ^ round ^ right) >>> 0;
    right = low;
    round = (round + 0x9e3779b9) >>> 0;
  }
  return [left, right];
}

/** The 64-bit product of two 32-bit numbers as high and low halves. */
function multiply(a: number, b: number): [number, number] {
  const [a1, a0, b1, b0] = [a >>> 16, a & 0xffff, b >>> 16, b & 0xffff];
  const middle = a1 * b0 + ((a0 * b0) >>> 16);
  const carry = a0 * b1 + (middle & 0xffff);
  return [(a1 * b1 + (middle >>> 16) + (carry >>> 16)) >>> 0, Math.imul(a, b) >>> 0];
}
