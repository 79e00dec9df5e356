const mask = (1n << 64n) - 1n;
const golden = 0x9e3779b97f4a7c15n;

export function splitmix64(value: bigint): bigint {
  let mixed = (value + golden) & mask;
  mixed = ((mixed ^ (mixed >> 30n)) * 0xbf58476d1ce4e5b9n) & mask;
  mixed = ((mixed ^ (mixed >> 27n)) * 0x94d049bb133111ebn) & mask;
  return mixed ^ (mixed >> 31n);
}

/** The numbers splitmix64 gives one after the other from a state. */
export function* splitmixFrom(state: bigint): Generator<bigint, never> {
  for (let at = state; ; at = (at + golden) & mask) yield splitmix64(at);
}
