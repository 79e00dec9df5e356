import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import {
  atr,
  backtest,
  bbands,
  defineStrategy,
  ema,
  highest,
  lowest,
  macd,
  momentum,
  readCsv,
  roc,
  rsi,
  sma,
  stdev,
  stoch,
  trueRange,
  wma,
} from "rustybt";
import { expect, test } from "vitest";
import { sharedData } from "../testing/shared-data.ts";

function answers(): ReadonlyMap<string, readonly number[]> {
  const text = gunzipSync(readFileSync(sharedData("reference/indicators/talib-0.4.0-GOOG.csv.gz"))).toString();
  const [header = "", ...lines] = text.trim().split("\n");
  const names = [...header.matchAll(/"([^"]*)"|[^,]+/g)].map(([cell, quoted]) => quoted ?? cell);
  const rows = lines.map((line) => line.split(","));
  return new Map(names.map((name, column) => [name, rows.map((row) => (row[column] === "" ? Number.NaN : Number(row[column])))]));
}

test("every indicator equals TA-Lib on eight years of GOOG, bar by bar, warm-up included", async () => {
  const seen = new Map<string, number[]>();
  const strategy = defineStrategy({
    warmup: "call",
    setup({ data: { high, low, close } }) {
      const bands = bbands(close);
      const convergence = macd(close);
      const stochastic = stoch(high, low, close, 5);
      return {
        "SMA(14)": sma(close, 14),
        "SMA(200)": sma(close, 200),
        "EMA(14)": ema(close, 14),
        "EMA(50)": ema(close, 50),
        "WMA(14)": wma(close, 14),
        "RSI(14)": rsi(close),
        "ATR(14)": atr(high, low, close),
        TRANGE: trueRange(high, low, close),
        "MOM(10)": momentum(close, 10),
        "ROC(10)": roc(close, 10),
        "MAX(14)": highest(close, 14),
        "MIN(14)": lowest(close, 14),
        "STDDEV(20,1)": stdev(close, 20),
        "BBANDS(20,2,2,SMA).upper": bands.upper,
        "BBANDS(20,2,2,SMA).middle": bands.middle,
        "BBANDS(20,2,2,SMA).lower": bands.lower,
        "MACD(12,26,9).macd": convergence.macd,
        "MACD(12,26,9).signal": convergence.signal,
        "MACD(12,26,9).hist": convergence.histogram,
        "STOCH(5,3,SMA,3,SMA).slowk": stochastic.k,
        "STOCH(5,3,SMA,3,SMA).slowd": stochastic.d,
      };
    },
    onBar(_ctx, handles) {
      for (const [name, handle] of Object.entries(handles)) {
        const values = seen.get(name) ?? [];
        values.push(handle.value);
        seen.set(name, values);
      }
    },
  });
  await backtest({ strategy, data: await readCsv(sharedData("equities-daily/yahoo/backtesting.py-GOOG.csv"), { symbol: "GOOG" }) });

  const expected = answers();
  expect(seen.size).toBe(21);
  for (const [name, values] of seen) {
    const column = expected.get(name) ?? [];
    expect(values.length, name).toBe(2148);
    expect(column.length, name).toBe(2148);
    const wrong = values.findIndex((value, bar) => !isClose(value, column[bar] ?? Number.NaN));
    expect(wrong === -1 ? "" : `${name} on bar ${wrong}: ${values[wrong]} instead of ${column[wrong]}`).toBe("");
  }
});

function isClose(actual: number, expected: number): boolean {
  if (Number.isNaN(expected)) return Number.isNaN(actual);
  return Math.abs(actual - expected) <= 1e-9 * Math.abs(expected) + 1e-11;
}
