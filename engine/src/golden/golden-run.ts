import { type BacktestOptions, barsFrom, type Context, defineStrategy, type MarketData, type OrderOptions, readCsv } from "../index.ts";

/** One run whose event log and figures are known by their hashes. */
export interface GoldenRun {
  readonly name: string;
  readonly options: () => Promise<BacktestOptions>;
}

type Settings = Omit<BacktestOptions, "strategy" | "data">;
export type Act = (ctx: Context) => void;

const folder = new URL("../../../examples/data/", import.meta.url);
export const csv = (symbol: string) => readCsv(decodeURIComponent(new URL(`${symbol}.csv`, folder).pathname), { symbol });
export const beside = (name: string): string => decodeURIComponent(new URL(name, import.meta.url).pathname);
const sources: Readonly<Record<string, () => Promise<MarketData | MarketData[]>>> = {
  AAPL: () => csv("AAPL"),
  MSFT: () => csv("MSFT"),
  three: () => Promise.all([csv("AAPL"), csv("GOOGL"), csv("MSFT")]),
  minutes: () => Promise.resolve(minutes()),
};

/** Bars without gaps of a minute, with prices that go up and down by a rule anyone can follow. */
export function minutes(): MarketData {
  const start = Date.parse("2024-01-02T14:30:00Z");
  const bars = Array.from({ length: 390 }, (_, minute) => {
    const middle = 10_000 + ((minute * 37) % 101) * 3 - ((minute * 53) % 89) * 2;
    const price = (cents: number) => (cents / 100).toFixed(2);
    const close = middle + ((minute * 29) % 31) - 15;
    return {
      time: new Date(start + minute * 60_000).toISOString(),
      open: price(middle),
      high: price(Math.max(middle, close) + ((minute * 7) % 13)),
      low: price(Math.min(middle, close) - ((minute * 11) % 17)),
      close: price(close),
      volume: 500 + ((minute * 13) % 700),
    };
  });
  return barsFrom(bars, { symbol: "M" });
}

export function golden(name: string, source: keyof typeof sources, act: Act, settings: Settings = {}): GoldenRun {
  const options = async (): Promise<BacktestOptions> => ({
    ...settings,
    strategy: defineStrategy({ name, onBar: act }),
    data: await (sources[source] as () => Promise<MarketData | MarketData[]>)(),
  });
  return { name, options };
}

/** Buys every tenth bar and sells five bars later, each with these options. */
export const inAndOut =
  (buy: (ctx: Context) => OrderOptions, sell: (ctx: Context) => OrderOptions = () => ({})): Act =>
  (ctx) => {
    if (ctx.bars % 10 === 1) ctx.order(20, { ...buy(ctx) } as object);
    if (ctx.bars % 10 !== 6) return;
    ctx.cancelAll();
    if (ctx.position().isLong) ctx.order(ctx.position().quantity.neg(), { ...sell(ctx) } as object);
  };

/** The last close moved by a part of itself, on the tick. */
export const off = (ctx: Context, part: string) => ctx.tick(ctx.one.plus(part).times(String(ctx.bar.close)).toDecimalPlaces(6), "nearest");
