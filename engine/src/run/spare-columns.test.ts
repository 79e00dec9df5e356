import { backtest, defineStrategy, param, type Series, sma } from "rustybt";
import { expect, test } from "vitest";
import { dailyBars } from "../testing/daily-bars.ts";
import { leaveColumn, takeColumn } from "./spare-columns.ts";

test("a column that was left is taken again by whoever needs its length, once", () => {
  const column = new Float64Array(1_234).fill(7);
  leaveColumn(column);
  expect(takeColumn(1_233)).not.toBe(column);
  expect(takeColumn(1_234)).toBe(column);
  expect(takeColumn(1_234)).not.toBe(column);
});

test("a handle that outlives its run reads NaN, also while a later run writes into the same column", async () => {
  const kept: Series[] = [];
  const last: number[] = [];
  const strategy = defineStrategy({
    params: { length: param.int(2) },
    setup({ data, params }) {
      const mean = sma(data.close, params.length);
      kept.push(mean, data.close);
      return mean;
    },
    onEnd: (_ctx, mean) => last.push(mean.value),
  });
  const data = dailyBars([1, 2, 3, 4, 6].map((price) => [price, price, price, price]));
  await backtest({ strategy, data, params: { length: 2 } });
  await backtest({ strategy, data, params: { length: 4 } });
  expect(last).toEqual([5, 3.75]);
  for (const handle of kept) expect([handle.value, handle.at(1), handle.length]).toEqual([Number.NaN, Number.NaN, 0]);
});
