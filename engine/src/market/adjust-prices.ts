import { ConfigurationError } from "../errors.ts";
import { callNative } from "../native.ts";
import { exact, roundedQuotient, textOf } from "../result/exact.ts";
import { tableColumn } from "../run/table-columns.ts";
import { type BarInput, barsFrom } from "./bars-from.ts";
import { calendarFor } from "./calendar.ts";
import { exchangeDays } from "./calendar-days.ts";
import { type LoadedTable, loadedSymbols, type MarketData } from "./market-data.ts";

export const priceViews = ["raw", "splitAdjusted", "totalReturn"] as const;
export type PriceView = (typeof priceViews)[number];

export interface AdjustOptions {
  /** Tables of corporate actions as `--actions` takes them; without one the columns of the price file are used. */
  readonly actions?: string | undefined;
  readonly view: PriceView;
  /** Decimals that adjusted prices are rounded to, half-even; 6 without it. */
  readonly decimals?: number | undefined;
  /** Decides the exchange day of bars that are shorter than a day; New York without it. */
  readonly calendar?: string | undefined;
}

/** A bar of a view. */
export interface AdjustedBar {
  readonly time: string;
  readonly open: string;
  readonly high: string;
  readonly low: string;
  readonly close: string;
  readonly volume?: string;
}

/** An action as far as it moves prices. */
interface PriceAction {
  readonly symbol?: string;
  readonly type: string;
  readonly exDay: number;
  readonly amount?: string;
  readonly ratio?: string;
  readonly basisRatio?: string;
}

/**
 * Prices as a view of raw ones. `splitAdjusted` divides everything before a split or stock dividend by its ratio (and multiplies the
 * volume). `totalReturn` also multiplies what lies before a dividend by c / (c + d), c being the close of the ex day: dividends buy shares at
 * that close; and what lies before a spin-off by 1 − its `basis_ratio`. Ratios are exact; each price is rounded once, half-even.
 *
 * Throws `DataError` for tables that cannot be read.
 *
 * ```ts
 * import { adjustPrices, barsFrom } from "rustybt";
 *
 * const bar = (time: string, price: string) => ({ time, open: price, high: price, low: price, close: price });
 * const raw = barsFrom([bar("2014-06-06", "645.57"), bar("2014-06-09", "93.7")], { symbol: "AAPL" });
 * const view = adjustPrices(raw, { view: "splitAdjusted", decimals: 4 });
 * ```
 */
export function adjustPrices(data: MarketData, options: AdjustOptions): MarketData {
  const parts = adjustedBars(data, options).map(({ symbol, bars }) => barsFrom(bars as readonly BarInput[], { symbol }));
  return { symbols: parts.flatMap(({ symbols }) => symbols), warnings: data.warnings };
}

/** The bars of a view as text, symbol by symbol. */
export function adjustedBars(
  data: MarketData,
  options: AdjustOptions,
): { readonly symbol: string; readonly bars: readonly AdjustedBar[] }[] {
  const { view, actions, decimals = 6, calendar = "XNYS" } = options;
  if (!priceViews.includes(view)) {
    const hint = `Use one of ${priceViews.join(", ")}.`;
    throw new ConfigurationError(`adjustPrices: view is ${JSON.stringify(view)}`, { code: "data.view", hint });
  }
  if (!Number.isInteger(decimals) || decimals < 0 || decimals > 18) {
    const hint = "Give a whole number from 0 to 18.";
    throw new ConfigurationError(`adjustPrices: decimals is ${JSON.stringify(decimals)}`, { code: "data.decimals", hint });
  }
  const rows: PriceAction[] | undefined =
    actions === undefined ? undefined : JSON.parse(callNative((core) => core.actionsInfo(core.readActions(actions)))).actions;
  return loadedSymbols(data).loaded.map((symbol) => {
    const own = rows?.filter((row) => row.symbol === symbol.symbol);
    const used: PriceAction[] =
      own === undefined || own.length === 0 ? JSON.parse(callNative((core) => core.tableActions(symbol.table))) : own;
    return { symbol: symbol.symbol, bars: viewOf(symbol, used, view, decimals, calendar) };
  });
}

interface Factor {
  num: bigint;
  den: bigint;
}

function viewOf(symbol: LoadedTable, actions: readonly PriceAction[], view: PriceView, decimals: number, calendar: string): AdjustedBar[] {
  const column = (name: "open" | "high" | "low" | "close" | "volume") => tableColumn(symbol.table, name);
  const times = tableColumn(symbol.table, "time");
  const days = exchangeDays(times, symbol.isDaily, calendarFor(calendar));
  const byBar = new Map<number, PriceAction[]>();
  if (view !== "raw") {
    for (const action of actions) {
      const bar = days.findIndex((day) => day >= action.exDay);
      if (bar > 0) byBar.set(bar, [...(byBar.get(bar) ?? []), action]);
    }
  }
  const prices = [column("open"), column("high"), column("low"), column("close")] as const;
  // Data without volumes read as zeros.
  const volumes = column("volume").some((volume) => volume !== 0) ? column("volume") : new Float64Array(0);
  const price: Factor = { num: 1n, den: 1n };
  const shares: Factor = { num: 1n, den: 1n };
  const bars: AdjustedBar[] = [];
  for (let i = times.length - 1; i >= 0; i--) {
    const [open, high, low, close] = prices.map((values) => scaled(values[i] as number, price, decimals)) as [
      string,
      string,
      string,
      string,
    ];
    const volume = volumes[i];
    const time = symbol.isDaily ? new Date(times[i] as number).toISOString().slice(0, 10) : new Date(times[i] as number).toISOString();
    bars.push({ time, open, high, low, close, ...(volume === undefined ? {} : { volume: scaled(volume, shares, placesOf(volume)) }) });
    for (const action of (byBar.get(i) ?? []).toReversed()) apply(action, view, prices[3][i] as number, price, shares);
  }
  return bars.reverse();
}

/** What lies before an action from here on; a day's actions are undone from the last to the first. */
function apply(action: PriceAction, view: PriceView, close: number, price: Factor, shares: Factor): void {
  const [first, second] = (action.ratio ?? "1:1").split(":").map(BigInt) as [bigint, bigint];
  if (action.type === "split" || action.type === "stockDividend") {
    const [num, den] = action.type === "split" ? [first, second] : [first + second, second];
    multiply(price, den, num);
    multiply(shares, num, den);
    return;
  }
  if (view !== "totalReturn") return;
  if (action.type === "dividend") {
    const c = exact(plain(close));
    const d = exact(action.amount ?? "0");
    const num = c.mantissa * 10n ** BigInt(d.scale);
    multiply(price, num, num + d.mantissa * 10n ** BigInt(c.scale));
  } else if (action.basisRatio !== undefined) {
    const { mantissa, scale } = exact(action.basisRatio);
    const whole = 10n ** BigInt(scale);
    if (mantissa < whole) multiply(price, whole - mantissa, whole);
  }
}

function multiply(factor: Factor, num: bigint, den: bigint): void {
  let [a, b] = [factor.num * num, factor.den * den];
  while (b !== 0n) [a, b] = [b, a % b];
  factor.num = (factor.num * num) / a;
  factor.den = (factor.den * den) / a;
}

/** Untouched values keep their digits. */
function scaled(value: number, { num, den }: Factor, decimals: number): string {
  if (num === den) return plain(value);
  const { mantissa, scale } = exact(plain(value));
  return textOf({ mantissa: roundedQuotient(mantissa * num * 10n ** BigInt(decimals), den * 10n ** BigInt(scale)), scale: decimals });
}

/** A number read from a file, as it was written there. */
function plain(value: number): string {
  const text = String(value);
  return text.includes("e") ? value.toFixed(18).replace(/\.?0+$/, "") : text;
}

function placesOf(value: number): number {
  return (plain(value).split(".")[1] ?? "").length;
}
