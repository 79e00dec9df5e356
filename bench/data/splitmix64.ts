const mask = (1n << 64n) - 1n;

/** Number k of the SplitMix64 sequence of a seed, as four 16-bit parts, the lowest first. Counter-based: any k, in any order. */
export function splitMix64Parts(seed: number, k: number): [number, number, number, number] {
  let z = (BigInt(seed) + BigInt(k + 1) * 0x9e3779b97f4a7c15n) & mask;
  z = ((z ^ (z >> 30n)) * 0xbf58476d1ce4e5b9n) & mask;
  z = ((z ^ (z >> 27n)) * 0x94d049bb133111ebn) & mask;
  z ^= z >> 31n;
  const low = Number(z & 0xffffffffn);
  const high = Number(z >> 32n);
  return [low & 0xffff, low >>> 16, high & 0xffff, high >>> 16];
}
