import type fc from "fast-check";

/** One fuzzer: how its inputs are made, and what must hold for each. */
export interface Target<T = never> {
  readonly inputs: fc.Arbitrary<T>;
  /** Throws what was broken; answers what became of the input: "accepted", or the code it was refused with. */
  readonly check: (input: T) => Promise<string>;
}
