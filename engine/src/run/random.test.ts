import { expect, test } from "vitest";
import { philox2x32, seededRandom } from "./random.ts";

test("the generator gives the known answers of Random123 (kat_vectors, philox2x32 with 10 rounds)", () => {
  expect(philox2x32([0, 0], 0)).toEqual([0xff1dae59, 0x6cd10df2]);
  expect(philox2x32([0xffffffff, 0xffffffff], 0xffffffff)).toEqual([0x2c3f628b, 0xab4fd7ad]);
  expect(philox2x32([0x243f6a88, 0x85a308d3], 0x13198a2e)).toEqual([0xdd7ce038, 0xf62a4c12]);
});

test("numbers lie in [0, 1), repeat with the seed and differ between seeds", () => {
  const draw = (seed: number) => Array.from({ length: 1_000 }, seededRandom(seed));
  const numbers = draw(1);
  expect(draw(1)).toEqual(numbers);
  expect(numbers.every((number) => number >= 0 && number < 1)).toBe(true);
  // The mean of 1,000 uniform numbers has a standard error of 0.0091.
  expect(Math.abs(numbers.reduce((sum, number) => sum + number, 0) / 1_000 - 0.5)).toBeLessThan(0.04);
  for (const other of [0, 2, 2 ** 32 + 1, 2 ** 53 - 1]) expect(draw(other)[0]).not.toBe(numbers[0]);
});

test("the first number of seed 0 is that of counter 0: 26 and 27 bits of the two words", () => {
  const [a, b] = [0xff1dae59, 0x6cd10df2];
  expect(seededRandom(0)()).toBe((Math.floor(a / 32) * 2 ** 26 + Math.floor(b / 64)) / 2 ** 53);
});
