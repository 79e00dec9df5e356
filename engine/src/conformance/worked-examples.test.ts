import { type BacktestOptions, backtest, barsFrom, type Context, defineStrategy } from "rustybt";
import { expect, test } from "vitest";

type Settings = Omit<BacktestOptions, "strategy" | "data">;

/** Bars of one price each. */
function at(symbol: string, prices: readonly string[]) {
  const bar = (price: string, index: number) => ({
    time: `2024-01-0${index + 2}`,
    open: price,
    high: price,
    low: price,
    close: price,
    volume: "2000",
  });
  return barsFrom(prices.map(bar), { symbol });
}

async function run(data: ReturnType<typeof at>, script: Readonly<Record<number, (ctx: Context) => void>>, settings: Settings) {
  const strategy = defineStrategy({
    onBar(ctx) {
      script[ctx.bars]?.(ctx);
    },
  });
  return (await backtest({ strategy, data, ...settings })).toJSON();
}

test("zipline test_slippage: 2000 at 3.5 give 50 at 3.50021875, sold at 3.49978125", async () => {
  const settings: Settings = {
    account: { type: "margin" },
    fills: { market: "nextClose" },
    slippage: { model: "volumeShare", limit: "0.025", impact: "0.1" },
  };
  const fill = async (quantity: number) => {
    const { fills } = await run(at("X", ["3.5", "3.5"]), { 1: (ctx) => ctx.order(quantity) }, settings);
    return fills.map((each) => `${each.side} ${each.quantity} at ${each.price}`);
  };
  expect(await fill(100)).toEqual(["buy 50 at 3.50021875"]);
  expect(await fill(-100)).toEqual(["sell 50 at 3.49978125"]);
});

test("nautilus cash and margin parity: 100,000 AUD/USD from 0.70000 to 0.70020 leave 1,000,017.20", async () => {
  const { summary, fees } = await run(
    at("AUDUSD", ["0.70000", "0.70000", "0.70010", "0.70020", "0.70020"]),
    { 2: (ctx) => ctx.order(100_000), 4: (ctx) => ctx.close() },
    {
      cash: "1000000",
      instruments: { "*": { assetClass: "forex" } },
      fills: { market: "thisClose" },
      commission: { model: "percent", rate: "0.00002", unit: "0.01", rounding: "half-even" },
    },
  ).then((result) => ({ summary: result.summary, fees: result.fills.map((fill) => fill.fee) }));
  expect(fees).toEqual(["1.4", "1.4"]);
  expect(summary.endValue).toBe("1000017.2");
});

test("nautilus parity: half an ETH from 2000 to 2001 at 0.01 % leaves 100,000.29995", async () => {
  const { summary, fees } = await run(
    at("ETHUSDT", ["2000", "2000", "2001"]),
    { 1: (ctx) => ctx.order("0.5"), 2: (ctx) => ctx.close() },
    { instruments: { "*": { assetClass: "crypto" } }, currency: "USDT", commission: { model: "percent", rate: "0.0001" } },
  ).then((result) => ({ summary: result.summary, fees: result.fills.map((fill) => fill.fee) }));
  expect(fees).toEqual(["0.1", "0.10005"]);
  expect(summary.endValue).toBe("100000.29995");
});

test("nautilus concepts: a sell stop at 100 fills at 90 after a gap and at 100 inside a bar", async () => {
  const bars = (third: { open: string; high: string; low: string; close: string }) =>
    barsFrom(
      [
        { time: "2024-01-02", open: "105", high: "105", low: "105", close: "105", volume: "1" },
        { time: "2024-01-03", open: "105", high: "105", low: "105", close: "105", volume: "1" },
        { time: "2024-01-04", ...third, volume: "1" },
      ],
      { symbol: "X" },
    );
  const script = { 1: (ctx: Context) => void ctx.order(10), 2: (ctx: Context) => void ctx.order(-10, { stop: "100" }) };
  const gap = await run(bars({ open: "90", high: "92", low: "89", close: "91" }), script, {});
  expect(gap.fills[1]).toMatchObject({ price: "90", why: { rule: "stop", point: "open", gap: true } });
  const inside = await run(bars({ open: "102", high: "103", low: "98", close: "99" }), script, {});
  expect(inside.fills[1]).toMatchObject({ price: "100", why: { rule: "stop", point: "toLow" } });
});
