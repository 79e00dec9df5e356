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

test("columns of different symbols in one indicator are refused", async () => {
  const strategy = defineStrategy({
    setup: ({ data }) => ({ range: atr(data.of("X").high, data.of("Y").low, data.of("X").close, 2) }),
    onBar() {},
  });
  await expect(backtest({ strategy, data: [bars("X"), bars("Y")] })).rejects.toMatchObject({ code: "strategy.indicatorMixesSymbols" });
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
  // 10.01, 10.02, 10.03 over and over: every average of 3 and of 9 days is exactly 10.02. Sums of doubles differ in the last digit.
  const rows = Array.from({ length: 18 }, (_, index) => {
    const price = `10.0${1 + (index % 3)}`;
    return { time: `2024-03-${String(index + 1).padStart(2, "0")}`, open: price, high: price, low: price, close: price, volume: "1" };
  });
  const pairs: [number, number][] = [];
  const strategy = defineStrategy({
    setup: ({ data }) => ({ three: sma(data.close, 3), nine: sma(data.close, 9) }),
    onBar: (_ctx, { three, nine }) => void pairs.push([three.value, nine.value]),
  });
  await backtest({ strategy, data: barsFrom(rows, { symbol: "X" }) });
  expect(pairs).toEqual(Array.from({ length: 10 }, () => [10.02, 10.02]));
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
