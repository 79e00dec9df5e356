import { expect, test } from "vitest";
import { type BacktestOptions, backtest, barsFrom, defineStrategy } from "../index.ts";
import { lastOfDays } from "../market/calendar-days.ts";
import { MetricInput } from "../metrics/metric-input.ts";
import { computeMetrics } from "../metrics/registry.ts";
import { seededRandom } from "../run/random.ts";
import type { BacktestResult } from "./result.ts";
import { rfc3339 } from "./rfc3339.ts";
import { tradedValue } from "./traded-value.ts";

const minute = 60_000;

/** Two symbols whose prices wander over four days of half hours. */
function wandering(seed: number) {
  const random = seededRandom(seed);
  const bars = (symbol: string, from: number) => {
    let price = from;
    const rows = Array.from({ length: 192 }, (_, index) => {
      price = Math.max(50, price + Math.round((random() - 0.5) * 60));
      const text = (price / 100).toFixed(2);
      return { time: rfc3339(Date.UTC(2024, 0, 1) + index * 30 * minute), open: text, high: text, low: text, close: text };
    });
    return barsFrom(rows, { symbol });
  };
  return [bars("A", 1_000), bars("B", 5_000)];
}

const restless = defineStrategy({
  onBar(ctx) {
    if (ctx.random() < 0.4) ctx.order(ctx.random() < 0.5 ? "A" : "B", Math.round((ctx.random() - 0.5) * 300) || 1);
  },
});

type Settings = Omit<BacktestOptions, "strategy" | "data">;
const crypto = { "*": { assetClass: "crypto", tick: "0.01", lot: "1" } } as const;
const settings: Readonly<Record<string, Settings>> = {
  "lots first in, first out": { commission: { model: "percent", rate: "0.0007" }, account: { type: "margin" } },
  "averaged lots, whose prices do not end": {
    commission: { model: "perShare", rate: "0.003", minimum: "0.5" },
    account: { type: "margin", lots: "average" },
  },
  "little cash, which is lost": { cash: "900", account: { type: "margin", initialMargin: "0.01", maintenanceMargin: "0.01" } },
  "a cash account": { slippage: { model: "bps", bps: "3" } },
};

/** Every metric from the equity points and rows as the result prints them. */
function metricsOfRows(result: BacktestResult) {
  const { summary, equity, trades, fills } = result;
  const days = Int32Array.from(equity, ({ t }) => Math.floor(Date.parse(t) / 86_400_000));
  expect(lastOfDays(days)).toEqual(Int32Array.of(47, 95, 143, 191));
  const input = new MetricInput({
    ...summary,
    times: Float64Array.from(equity, ({ t }) => Date.parse(t)),
    days,
    equity: Float64Array.from(equity, (point) => Number(point.equity)),
    grossExposure: Float64Array.from(equity, (point) => Number(point.grossExposure)),
    exactEquity: (steps) => steps.map((step) => equity[step]?.equity ?? ""),
    trades: trades.map((trade) => ({ ...trade, multiplier: "1" })),
    fillCount: fills.length,
    tradedValue: tradedValue(fills, () => "1"),
    benchmarkAt: undefined,
  });
  return computeMetrics(input);
}

for (const [name, more] of Object.entries(settings)) {
  test(`the native core's figures are those of the printed rows: ${name}`, async () => {
    for (let seed = 1; seed <= 8; seed++) {
      const result = await backtest({ strategy: restless, data: wandering(seed), cash: "100000", seed, instruments: crypto, ...more });
      expect(result.trades.length).toBeGreaterThan(0);
      expect(result.metrics).toEqual(metricsOfRows(result));
    }
  });
}
