/** One output of Steele, Lea and Flood's generator at this state. */
export function splitmix64(state: bigint): bigint {
  let z = wrap(state + golden);
  z = wrap((z ^ (z >> 30n)) * 0xbf58476d1ce4e5b9n);
  z = wrap((z ^ (z >> 27n)) * 0x94d049bb133111ebn);
  return z ^ (z >> 31n);
}

/** What the generator's state grows by with each output. */
export const golden = 0x9e3779b97f4a7c15n;

export function wrap(value: bigint): bigint {
  return BigInt.asUintN(64, value);
}
