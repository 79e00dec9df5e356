import { type Amount, exactOf, formatExact } from "../decimal.ts";
import { DataError } from "../errors.ts";
import { callNative } from "../native.ts";
import { type AssetClass, assetClasses } from "../settings/run-config.ts";
import { csvMarketData } from "./csv-market-data.ts";
import type { MarketData } from "./market-data.ts";

/** One bar handed in by a program. Prices and volume are exact: a `number` is its shortest decimal. */
export interface BarInput {
  /** Start of the bar: ms UTC, a `Date`, a date (that exchange day), or a date and time as in a file. */
  readonly time: number | string | Date;
  readonly open: Amount;
  readonly high: Amount;
  readonly low: Amount;
  readonly close: Amount;
  /** On every bar or on none. */
  readonly volume?: Amount | undefined;
}

export interface BarsFromOptions {
  readonly symbol: string;
  /** `"crypto"` and `"perpetual"` may carry 18 decimals, all others 9. */
  readonly assetClass?: AssetClass | undefined;
  /** IANA name of the zone of times without one. */
  readonly timezone?: string | undefined;
}

/**
 * Bars of one symbol from memory, by the same rules as a file: exact decimals, ascending times, high and low around open and close.
 *
 * Throws `DataError` with the number of the bar (from 0), the value and the rule.
 *
 * ```ts
 * import { backtest, barsFrom, defineStrategy } from "rustybt";
 *
 * const data = barsFrom(
 *   [
 *     { time: "2024-01-02", open: "10", high: "11.5", low: "9.25", close: "10.5", volume: 1200 },
 *     { time: "2024-01-03", open: 10.6, high: 12, low: 10, close: 11, volume: 900 },
 *   ],
 *   { symbol: "X" },
 * );
 * const strategy = defineStrategy({ onBar: (ctx) => void ctx.record("close", ctx.bar.close) });
 * const result = await backtest({ strategy, data });
 * ```
 */
export function barsFrom(bars: readonly BarInput[], { symbol, assetClass, timezone }: BarsFromOptions): MarketData {
  if (typeof symbol !== "string" || symbol === "") throw problem("barsFrom: symbol is missing", 'Write barsFrom(bars, { symbol: "X" }).');
  if (assetClass !== undefined && !assetClasses.includes(assetClass)) {
    throw problem(`barsFrom: assetClass is ${JSON.stringify(assetClass)}`, `Use one of ${assetClasses.join(", ")}.`);
  }
  if (!Array.isArray(bars) || bars.length === 0) throw problem(`barsFrom: there are no bars of ${symbol}`, "Give at least one bar.");
  const hasVolume = bars[0]?.volume !== undefined;
  const columns = {
    symbol,
    times: bars.map((bar, index) => timeOf(bar.time, index, symbol)),
    open: bars.map((bar, index) => textOf("open", bar.open, index, symbol)),
    high: bars.map((bar, index) => textOf("high", bar.high, index, symbol)),
    low: bars.map((bar, index) => textOf("low", bar.low, index, symbol)),
    close: bars.map((bar, index) => textOf("close", bar.close, index, symbol)),
    volume: hasVolume ? bars.map((bar, index) => textOf("volume", bar.volume, index, symbol)) : null,
    assetClass: assetClass ?? null,
    timezone: timezone ?? null,
  };
  if (!hasVolume) {
    const index = bars.findIndex((bar) => bar.volume !== undefined);
    if (index >= 0) throw badValue("volume", undefined, 0, symbol);
  }
  return csvMarketData(
    callNative((core) => core.barsFromText(JSON.stringify(columns))),
    "bars",
  );
}

function textOf(column: string, value: unknown, index: number, symbol: string): string {
  const exact = exactOf(value);
  if (exact === undefined) throw badValue(column, value, index, symbol);
  return formatExact(exact.mantissa, exact.scale);
}

function timeOf(time: unknown, index: number, symbol: string): number | string {
  const plain = time instanceof Date ? time.getTime() : time;
  if (typeof plain === "string" || (typeof plain === "number" && Number.isSafeInteger(plain))) return plain;
  throw badValue("time", time, index, symbol);
}

function badValue(column: string, value: unknown, bar: number, symbol: string): DataError {
  return new DataError(`bars of ${symbol}: bar ${bar} has ${column} ${value === undefined ? "missing" : String(value)}`, {
    code: "data.badBar",
    hint:
      column === "time" ? "Give ms UTC, a Date, or text such as 2024-01-02." : "Give a number, a decimal string, a bigint or a Decimal.",
    context: { symbol, bar, column, value: String(value) },
  });
}

function problem(message: string, hint: string): DataError {
  return new DataError(message, { code: "data.bars", hint });
}
