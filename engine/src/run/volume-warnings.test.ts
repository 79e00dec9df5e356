import { backtest, barsFrom, defineStrategy } from "rustybt";
import { expect, test } from "vitest";

const strategy = defineStrategy({
  onBar(ctx) {
    if (ctx.date === "2024-01-02") ctx.order("X", 10);
  },
});

async function warned(volume: readonly number[] | undefined, settings: object) {
  const data = barsFrom(
    ["2024-01-02", "2024-01-03", "2024-01-04"].map((time, i) => ({ time, open: 1, high: 1, low: 1, close: 1, volume: volume?.[i] })),
    { symbol: "X" },
  );
  const result = await backtest({ strategy, data, ...settings });
  return { fills: result.summary.fills, warnings: result.warnings.filter(({ code }) => code === "data.noVolume") };
}

const warning = (setting: string) => ({
  code: "data.noVolume",
  symbol: "X",
  message: `X has no volume: under a volume limit (${setting}) none of its orders can fill.`,
  context: { setting },
});

test("[F6] bars without volume under a volume limit fill nothing, and a warning says so", async () => {
  const limited = { fills: { volumeLimit: "0.1" } };
  expect(await warned(undefined, limited)).toEqual({ fills: 0, warnings: [warning("fills.volumeLimit")] });
  expect(await warned([0, 0, 0], limited)).toEqual({ fills: 0, warnings: [warning("fills.volumeLimit")] });
  const share = { slippage: { model: "volumeShare", limit: "0.1", impact: "0.1" } };
  expect(await warned(undefined, share)).toEqual({ fills: 0, warnings: [warning("slippage.limit")] });
});

test("bars with volume, and runs without a volume limit, have no such warning", async () => {
  expect(await warned([0, 1000, 1000], { fills: { volumeLimit: "0.1" } })).toEqual({ fills: 1, warnings: [] });
  expect(await warned(undefined, {})).toEqual({ fills: 1, warnings: [] });
});
