import { type BacktestResult, backtest, type defineStrategy } from "rustybt";
import { expect, test } from "vitest";
import { dailyBars } from "../testing/daily-bars.ts";
import { docExamples, importExample } from "../testing/doc-examples.ts";

function exampleOf(file: string): string {
  const [example] = docExamples(new URL(file, import.meta.url));
  if (example === undefined) throw new Error(`${file} has no example`);
  return example;
}

/** Runs the strategy an example exports over closes; `"4: buy 1 at 10"` is a fill on the fourth bar. */
async function fillsOf(file: string, closes: readonly number[]): Promise<string[]> {
  const { default: strategy } = await importExample(exampleOf(file));
  const result = await backtest({ strategy: strategy as ReturnType<typeof defineStrategy>, data: dailyBars(closes) });
  const days = result.equity.map((point) => point.t);
  return result.fills.map((fill) => `${days.indexOf(fill.t) + 1}: ${fill.side} ${fill.quantity} at ${fill.price}`);
}

test("the example of series buys after the close rises above its mean", async () => {
  // Means of three: 10, 29/3, 31/3; the fifth close, 12, is the first above.
  expect(await fillsOf("../run/series.ts", [10, 10, 10, 9, 12, 13])).toEqual(["6: buy 1 at 13"]);
});

test("the example of crossOver buys ten after the close crosses its average", async () => {
  expect(await fillsOf("cross.ts", [10, 10, 10, 10, 10, 9, 12, 13])).toEqual(["8: buy 10 at 13"]);
});

test("the example of param invests half on the twentieth bar", async () => {
  expect(await fillsOf("param.ts", Array(22).fill(10))).toEqual(["21: buy 5000 at 10"]);
});

test("the example of defineStrategy buys and sells at crossings of 10 and 30 bars", async () => {
  const closes = Array.from({ length: 90 }, (_, i) => (i < 40 ? 50 : i < 60 ? 60 : 40));
  // The fast mean is above the slow one from the first 60 on. With k bars of 40 it is 60 - 2k against (1700 - 10k) / 30: 56 and 56 for
  // k = 2, 54 and 55.67 for k = 3, the 63rd bar.
  expect(await fillsOf("define-strategy.ts", closes)).toEqual(["42: buy 100 at 60", "64: sell 100 at 40"]);
});

test("the examples of backtest and barsFrom run and give what they say", async () => {
  const { result } = await importExample(`${exampleOf("../run/backtest.ts")}\nexport { result };`);
  expect((result as BacktestResult).summary.endValue).toBe("1004");
  const { result: ofBars } = await importExample(`${exampleOf("../market/bars-from.ts")}\nexport { result };`);
  expect((ofBars as BacktestResult).records).toEqual({
    close: [
      ["2024-01-02T00:00:00Z", 10.5],
      ["2024-01-03T00:00:00Z", 11],
    ],
  });
});

test("the example of Decimal adds exactly", async () => {
  const code = exampleOf("../decimal.ts").replace("new Decimal", "export const sum = new Decimal");
  expect((await importExample(code)).sum).toBe("0.3");
});
