import fc from "fast-check";
import { expect, test } from "vitest";
import { placeLabels } from "./place-labels.ts";

test("labels that do not touch stay where they belong", () => {
  expect(placeLabels([10, 50], { gap: 10, low: 0, high: 100 })).toEqual([10, 50]);
});

test("labels that would cover each other move apart evenly, in their order", () => {
  expect(placeLabels([12, 10], { gap: 10, low: 0, high: 100 })).toEqual([16, 6]);
});

test("wherever they belong, labels neither overlap nor leave the picture while there is room", () => {
  fc.assert(
    fc.property(fc.array(fc.double({ min: -50, max: 150, noNaN: true }), { maxLength: 8 }), (wanted) => {
      const placed = placeLabels(wanted, { gap: 10, low: 0, high: 100 }).sort((a, b) => a - b);
      for (const [i, at] of placed.entries()) {
        expect(at).toBeGreaterThanOrEqual(-1e-9);
        expect(at).toBeLessThanOrEqual(100 + 1e-9);
        if (i > 0) expect(at - (placed[i - 1] ?? 0)).toBeGreaterThanOrEqual(10 - 1e-9);
      }
    }),
    { seed: 20261125 },
  );
});
