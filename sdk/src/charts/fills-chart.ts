import type { DecidingBar, FillRow } from "@rustybt/engine/figures";
import { decidingReason } from "./bounds-tables.ts";
import { calendarTicks } from "./calendar-axis.ts";
import type { ChartSpec, Mark, TableTwin } from "./chart-spec.ts";
import type { Amount } from "./drawdown-spans.ts";
import { defaultTimeTicks } from "./equity-chart.ts";
import { formatPrice, formatTime, plural } from "./format.ts";
import { linearAxis } from "./value-axis.ts";

/** Bars of one symbol, column by column. */
export interface BarColumns {
  /** RFC 3339 or milliseconds UTC of the start of each bar, ascending. */
  readonly t: readonly (string | number)[];
  readonly o: readonly Amount[];
  readonly h: readonly Amount[];
  readonly l: readonly Amount[];
  readonly c: readonly Amount[];
}

export type FillOnBar = Pick<FillRow, "t" | "id" | "symbol" | "side" | "quantity" | "price">;

export interface FillsChartOptions {
  readonly symbol: string;
  /** Only bars from and to these times, both inclusive, milliseconds UTC. */
  readonly from?: number;
  readonly to?: number;
  /** More bars than this are drawn as candles of several bars each. */
  readonly mostCandles?: number;
  /** Bars on which the models of `bounds` part: a dot over each. */
  readonly deciding?: readonly DecidingBar[];
}

/** Candles of a symbol with its fills: a triangle up for a purchase, down for a sale, its tip at the price. */
export function fillsChart(bars: BarColumns, fills: readonly FillOnBar[], options: FillsChartOptions): ChartSpec {
  const { symbol, from = Number.NEGATIVE_INFINITY, to = Number.POSITIVE_INFINITY, mostCandles = 500, deciding = [] } = options;
  const all = Float64Array.from(bars.t, (time) => (typeof time === "number" ? time : Date.parse(time)));
  const first = all.findIndex((time) => time >= from);
  const end = all.findLastIndex((time) => time <= to) + 1;
  const candles = candlesOf(bars, all, { first: first < 0 ? all.length : first, end, most: mostCandles });
  const placeOf = (t: string): number | undefined => {
    const time = Date.parse(t);
    const x = time < from || time > to ? -1 : candles.times.findLastIndex((start) => start <= time);
    return x < 0 ? undefined : x;
  };
  const marks = fills
    .filter((fill) => fill.symbol === symbol)
    .flatMap((fill): Mark[] => {
      const x = placeOf(fill.t);
      if (x === undefined) return [];
      const text = `${fill.side === "buy" ? "Bought" : "Sold"} ${formatPrice(fill.quantity)} at ${formatPrice(fill.price)}, fill ${fill.id}`;
      return [{ x, y: Number(fill.price), shape: fill.side === "buy" ? "up" : "down", token: fill.side === "buy" ? "gain" : "loss", text }];
    });
  const dots = deciding
    .filter((bar) => bar.symbol === symbol)
    .flatMap(({ t, reason }): Mark[] => {
      const x = placeOf(t);
      return x === undefined
        ? []
        : [{ x, y: candles.high[x] ?? 0, shape: "dot", token: "warn", text: `Decides: ${decidingReason(reason)}` }];
    });
  const many = candles.barsPerCandle > 1 ? `, ${candles.barsPerCandle} bars a candle` : "";
  const buys = marks.filter(({ shape }) => shape === "up").length;
  return {
    id: `fills-${symbol}`,
    title: `Fills on ${symbol}${many}`,
    sentence: `${plural(marks.length, "fill")} on ${plural(Math.max(end - Math.max(first, 0), 0), "bar")}: ${plural(buys, "purchase")}, ${plural(marks.length - buys, "sale")}${dots.length === 0 ? "" : `; ${plural(dots.length, "bar")} that ${dots.length === 1 ? "decides" : "decide"} the bounds, a dot each`}.`,
    x: { kind: "time", times: candles.times, ticks: calendarTicks(candles.times, defaultTimeTicks) },
    y: linearAxis([...candles.low, ...candles.high, ...marks.map(({ y }) => y)], { unit: "price" }),
    layers: [
      { kind: "candles", id: symbol, open: candles.open, high: candles.high, low: candles.low, close: candles.close },
      { kind: "marks", id: "fills", marks },
      ...(dots.length === 0 ? [] : [{ kind: "marks" as const, id: "deciding", marks: dots }]),
    ],
    get table(): TableTwin {
      return {
        columns: [
          { id: "t", label: "Bar, UTC", align: "left" },
          { id: "id", label: "Fill", align: "left" },
          { id: "side", label: "Side", align: "left" },
          { id: "quantity", label: "Quantity", align: "right" },
          { id: "price", label: "Price", align: "right" },
        ],
        rows: fills
          .filter((fill) => fill.symbol === symbol)
          .map((fill) => [formatTime(fill.t), fill.id, fill.side, formatPrice(fill.quantity), formatPrice(fill.price)]),
      };
    },
  };
}

interface Candles {
  readonly times: Float64Array;
  readonly open: Float64Array;
  readonly high: Float64Array;
  readonly low: Float64Array;
  readonly close: Float64Array;
  readonly barsPerCandle: number;
}

/** Several bars make one candle: open of the first, highest high, lowest low, close of the last. */
function candlesOf({ o, h, l, c }: BarColumns, times: Float64Array, range: { first: number; end: number; most: number }): Candles {
  const { first, end, most } = range;
  const barsPerCandle = Math.max(1, Math.ceil((end - first) / most));
  const count = Math.max(0, Math.ceil((end - first) / barsPerCandle));
  const starts = Array.from({ length: count }, (_, k) => first + k * barsPerCandle);
  const stretch = (values: readonly Amount[], start: number) => values.slice(start, Math.min(start + barsPerCandle, end)).map(Number);
  return {
    times: Float64Array.from(starts, (start) => times[start] ?? 0),
    open: Float64Array.from(starts, (start) => Number(o[start])),
    high: Float64Array.from(starts, (start) => Math.max(...stretch(h, start))),
    low: Float64Array.from(starts, (start) => Math.min(...stretch(l, start))),
    close: Float64Array.from(starts, (start) => Number(c[Math.min(start + barsPerCandle, end) - 1])),
    barsPerCandle,
  };
}
