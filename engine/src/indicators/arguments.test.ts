import { atr, backtest, barsFrom, bbands, defineStrategy, macd, type Series, sma, stoch } from "rustybt";
import { expect, test } from "vitest";

function bars(symbol: string, count = 4) {
  const rows = Array.from({ length: count }, (_, index) => ({
    time: `2024-01-0${index + 2}`,
    open: "10",
    high: "11",
    low: "9",
    close: "10",
    volume: "1000",
  }));
  return barsFrom(rows, { symbol });
}

/** Code and message of what a run whose setup does this ends with. */
async function failure(setup: (close: Series, high: Series, low: Series) => unknown): Promise<[unknown, string]> {
  const strategy = defineStrategy({ setup: ({ data }) => ({ made: setup(data.close, data.high, data.low) }), onBar() {} });
  try {
    await backtest({ strategy, data: bars("X") });
  } catch (error) {
    if (error instanceof Error && "code" in error) return [error.code, error.message];
    throw error;
  }
  throw new Error("nothing was thrown");
}

test.each([
  [0, "got 0"],
  [-1, "got -1"],
  [2.5, "got 2.5"],
  [Number.NaN, "got NaN"],
  [Number.POSITIVE_INFINITY, "got Infinity"],
  [2_147_483_648, "got 2147483648"],
])("a length of %d is refused with its value", async (length, got) => {
  const [code, message] = await failure((close) => sma(close, length));
  expect(code).toBe("indicator.length");
  expect(message).toContain(`sma: length must be a whole number >= 1, ${got}`);
});

test("a missing or textual length is refused with what came", async () => {
  const loose: (series: Series, length?: unknown) => unknown = sma as never;
  expect((await failure((close) => loose(close)))[1]).toContain("sma: length must be a whole number >= 1, got nothing");
  expect((await failure((close) => loose(close, "20")))[1]).toContain('sma: length must be a whole number >= 1, got "20"');
});

test("each length of an indicator with several is named", async () => {
  expect((await failure((close) => macd(close, 12, 26, 0)))[1]).toContain("macd: signal must be a whole number >= 1, got 0");
  expect((await failure((close, high, low) => stoch(high, low, close, 14, 0)))[1]).toContain(
    "stoch: smooth must be a whole number >= 1, got 0",
  );
  expect((await failure((close) => macd(close, 26, 12)))[0]).toBe("indicator.fastNotBelowSlow");
  expect((await failure((close) => bbands(close, 20, Number.NaN)))[1]).toContain(
    "bbands: deviations must be a finite number >= 0, got NaN",
  );
});

test("something that is no series is refused", async () => {
  const loose: (series: unknown, length: number) => unknown = sma as never;
  expect(await failure(() => loose([1, 2, 3], 2))).toEqual([
    "strategy.notASeries",
    expect.stringContaining("sma: argument 1 is not a series"),
  ]);
});

test("columns of symbols with different bars in one indicator are refused", async () => {
  const strategy = defineStrategy({
    setup: ({ data }) => ({ range: atr(data.of("X").high, data.of("Y").low, data.of("X").close, 2) }),
    onBar() {},
  });
  await expect(backtest({ strategy, data: [bars("X"), bars("Y", 3)] })).rejects.toMatchObject({ code: "strategy.indicatorMixesSymbols" });
});

test("an indicator made after setup is refused", async () => {
  const strategy = defineStrategy({
    setup: ({ data }) => ({ close: data.close }),
    onBar(_ctx, { close }) {
      sma(close, 2);
    },
  });
  await expect(backtest({ strategy, data: bars("X") })).rejects.toMatchObject({ code: "strategy.indicatorOutsideSetup" });
});

test("equal averages of prices are equal numbers, whatever their length", async () => {
  // Both averages are 19.12. Even without any rounding on the way, the doubles nearest to these prices average to 19.119999999999997 over two.
  const rows = ["19.12", "18.43", "19.81"].map((price, index) => ({
    time: `2024-01-0${index + 2}`,
    open: price,
    high: price,
    low: price,
    close: price,
    volume: "1",
  }));
  const pairs: [number, number][] = [];
  const strategy = defineStrategy({
    setup: ({ data }) => ({ two: sma(data.close, 2), three: sma(data.close, 3) }),
    onBar: (_ctx, { two, three }) => void pairs.push([two.value, three.value]),
  });
  await backtest({ strategy, data: barsFrom(rows, { symbol: "X" }) });
  expect(pairs).toEqual([[19.12, 19.12]]);
});

test("a composed indicator starts after the warm-up of its input", async () => {
  const firsts: number[] = [];
  const strategy = defineStrategy({
    setup: ({ data }) => ({ twice: sma(sma(data.close, 2), 2) }),
    onBar: (ctx) => void firsts.push(ctx.bars),
  });
  await backtest({ strategy, data: bars("X") });
  expect(firsts).toEqual([3, 4]);
});
