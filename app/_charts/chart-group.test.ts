import { expect, test } from "vitest";
import { ChartGroupStore, positionAt } from "./chart-group.tsx";

test("a time is at the last position at or before it, the first one when all are later", () => {
  const times = Float64Array.of(10, 20, 20, 30);
  expect([5, 10, 19, 20, 29, 30, 99].map((time) => positionAt(times, time))).toEqual([0, 0, 0, 2, 2, 3, 3]);
});

test("listeners hear of the crosshair once a move and see who moved it", () => {
  const store = new ChartGroupStore();
  const seen: unknown[] = [];
  const stop = store.subscribe(() => seen.push(store.state()));
  store.point(10);
  store.point(10);
  store.point(20, true);
  store.brush([10, 20]);
  stop();
  store.point(null);
  expect(seen).toEqual([
    { cursor: 10, isByKeys: false, window: null },
    { cursor: 20, isByKeys: true, window: null },
    { cursor: 20, isByKeys: true, window: [10, 20] },
  ]);
});
