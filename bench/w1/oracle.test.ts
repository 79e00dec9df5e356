import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { makeBars } from "../data/bars.ts";
import type { Tape } from "../tape.ts";
import { w1Oracle } from "./oracle.ts";

// Counts, hashes and equities were printed by the peers' own integer oracle, which works on whole columns in numpy.
test.each([
  [25_000, 222, "b7c46d2ca1ffbcbc", "999153.827"],
  [100_000, 905, "26804fb76ab8a9ee", "997289.594"],
  [1_000_000, 9220, "81a489627a6250aa", "942357.029"],
])("the W1 oracle over %i bars makes the fills and the equity of the column-wise one", (length, fills, hash, finalEquity) => {
  const oracle = w1Oracle(makeBars("m1M", length));
  expect(oracle.tape.length).toBe(fills);
  expect(tapeHash(oracle.tape)).toBe(hash);
  expect(oracle.finalEquity).toBe(finalEquity);
});

function tapeHash(tape: Tape): string {
  const hash = createHash("sha256");
  for (const fill of tape) hash.update(`${fill.join(" ")}\n`);
  return hash.digest("hex").slice(0, 16);
}
