"use client";

import {
  CandlestickSeries,
  CrosshairMode,
  createChart,
  createSeriesMarkers,
  type IChartApi,
  type ISeriesApi,
  type MouseEventParams,
  type SeriesMarker,
  type Time,
  type UTCTimestamp,
} from "lightweight-charts";
import { type KeyboardEvent, useEffect, useRef } from "react";
import { useColourScheme } from "#app/_lib/display-settings.ts";
import { formatPrice, formatTime } from "#app/_lib/format.ts";
import { type ChartGroupStore, positionAt, useChartGroup } from "./chart-group.tsx";
import { canvasFont, colourOf } from "./colours.ts";

export interface CandleBars {
  readonly t: readonly number[];
  readonly o: readonly number[];
  readonly h: readonly number[];
  readonly l: readonly number[];
  readonly c: readonly number[];
}

export interface CandleMark {
  readonly id: string;
  /** Milliseconds UTC. */
  readonly time: number;
  readonly side: "buy" | "sell";
}

export interface CandleDot {
  /** Milliseconds UTC. */
  readonly time: number;
}

interface CandleChartProps {
  readonly label: string;
  readonly bars: CandleBars;
  /** In the order of time. */
  readonly marks: readonly CandleMark[];
  /** Bars with something to look at, in the order of time: a dot over each. */
  readonly dots?: readonly CandleDot[] | undefined;
  /** The mark shown in the middle. */
  readonly focus?: string | undefined;
  readonly onSelect: (id: string) => void;
  readonly height: number;
}

/** Bars given to the chart at a time; more come when it is moved to their edge. */
const pageSize = 2_000;
const nearEdge = 100;
const firstShown = 180;

const none: readonly CandleDot[] = [];

/** Candles with the fills on them, by lightweight-charts. A mark is chosen by a click, or by Enter on the bar under the crosshair. */
export function CandleChart({ label, bars, marks, dots = none, focus, onSelect, height }: CandleChartProps) {
  const host = useRef<HTMLDivElement>(null);
  const pages = useRef<CandlePages>(undefined);
  const select = useRef(onSelect);
  select.current = onSelect;
  const group = useChartGroup();
  const scheme = useColourScheme();

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new colour scheme draws anew with what the variables then say
  useEffect(() => {
    const element = host.current;
    if (element === null) return;
    const drawn = new CandlePages(element, { bars, marks, dots, group, onSelect: (id) => select.current(id) });
    pages.current = drawn;
    return () => drawn.close();
  }, [bars, marks, dots, group, scheme]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: a chart drawn anew shows the same mark
  useEffect(() => {
    if (focus !== undefined) pages.current?.show(focus);
  }, [focus, bars, marks, dots, scheme]);

  return (
    // biome-ignore lint/a11y/useSemanticElements: a chart that is walked by keys has no element of its own
    <div
      ref={host}
      role="group"
      aria-roledescription="chart"
      aria-label={`${label}. Left and right arrow move along it, Enter opens the fill of a bar.`}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: it is walked by keys
      tabIndex={0}
      onKeyDown={(event) => pages.current?.walk(event)}
      style={{ height }}
      className="w-full"
    />
  );
}

interface PagesOptions {
  readonly bars: CandleBars;
  readonly marks: readonly CandleMark[];
  readonly dots: readonly CandleDot[];
  readonly group: ChartGroupStore;
  readonly onSelect: (id: string) => void;
}

class CandlePages {
  readonly #bars: CandleBars;
  readonly #times: Float64Array;
  readonly #marks: readonly CandleMark[];
  readonly #dots: readonly CandleDot[];
  readonly #group: ChartGroupStore;
  readonly #onSelect: (id: string) => void;
  readonly #chart: IChartApi;
  readonly #series: ISeriesApi<"Candlestick">;
  readonly #markers: ReturnType<typeof createSeriesMarkers<Time>>;
  readonly #unsubscribe: () => void;
  #from = 0;
  #to = 0;
  #isPointed = false;

  constructor(element: HTMLElement, { bars, marks, dots, group, onSelect }: PagesOptions) {
    this.#bars = bars;
    this.#times = Float64Array.from(bars.t);
    this.#marks = marks;
    this.#dots = dots;
    this.#group = group;
    this.#onSelect = onSelect;
    const [up, down, line, muted] = [colourOf("gain"), colourOf("loss"), colourOf("line"), colourOf("muted")];
    this.#chart = createChart(element, {
      autoSize: true,
      layout: { background: { color: colourOf("bg") }, textColor: muted, fontFamily: canvasFont().replace(/^\d+px /, ""), fontSize: 12 },
      grid: { vertLines: { visible: false }, horzLines: { color: line } },
      crosshair: { mode: CrosshairMode.Normal, vertLine: { color: muted, labelVisible: true }, horzLine: { color: muted } },
      rightPriceScale: { borderVisible: false },
      timeScale: { borderColor: line, timeVisible: bars.t.some((time) => time % 86_400_000 !== 0), rightOffset: 4, minBarSpacing: 1 },
      localization: {
        priceFormatter: (price: number) => formatPrice(price.toFixed(4).replace(/\.?0+$/, "")),
        timeFormatter: (time: Time) => formatTime(Number(time) * 1000),
      },
    });
    this.#series = this.#chart.addSeries(CandlestickSeries, {
      upColor: up,
      borderUpColor: up,
      wickUpColor: up,
      downColor: down,
      borderDownColor: down,
      wickDownColor: down,
      priceLineVisible: false,
      lastValueVisible: false,
    });
    this.#markers = createSeriesMarkers<Time>(this.#series, []);
    this.#load(Math.max(0, this.#times.length - pageSize), this.#times.length);
    this.#chart
      .timeScale()
      .setVisibleLogicalRange({ from: Math.max(0, this.#to - this.#from - firstShown), to: this.#to - this.#from + 4 });
    this.#chart.timeScale().subscribeVisibleLogicalRangeChange((range) => {
      if (range === null) return;
      if (range.from < nearEdge && this.#from > 0) this.#load(Math.max(0, this.#from - pageSize), this.#to);
      else if (range.to > this.#to - this.#from - nearEdge && this.#to < this.#times.length)
        this.#load(this.#from, Math.min(this.#times.length, this.#to + pageSize));
    });
    this.#chart.subscribeCrosshairMove((event) => this.#moved(event));
    this.#chart.subscribeClick((event) => this.#clicked(event));
    element.addEventListener("pointerenter", () => {
      this.#isPointed = true;
    });
    element.addEventListener("pointerleave", () => {
      this.#isPointed = false;
      group.point(null);
    });
    this.#unsubscribe = group.subscribe(() => this.#follow());
  }

  close(): void {
    this.#unsubscribe();
    this.#chart.remove();
  }

  /** Brings a mark into the middle. */
  show(id: string): void {
    const mark = this.#marks.find((one) => one.id === id);
    if (mark === undefined) return;
    const at = positionAt(this.#times, mark.time);
    if (at < this.#from + nearEdge || at > this.#to - nearEdge) {
      this.#load(Math.max(0, at - pageSize / 2), Math.min(this.#times.length, at + pageSize / 2));
    }
    const half = firstShown / 3;
    this.#chart.timeScale().setVisibleLogicalRange({ from: at - this.#from - half, to: at - this.#from + half });
    this.#group.point(mark.time);
    this.#follow();
  }

  walk(event: KeyboardEvent): void {
    const { cursor } = this.#group.state();
    const at = cursor === null ? undefined : positionAt(this.#times, cursor);
    const move = (to: number) => {
      event.preventDefault();
      this.#group.point(this.#times[Math.max(0, Math.min(this.#times.length - 1, to))] ?? null, true);
    };
    if (event.key === "ArrowRight") move(at === undefined ? this.#from : at + (event.shiftKey ? 10 : 1));
    else if (event.key === "ArrowLeft") move(at === undefined ? this.#to - 1 : at - (event.shiftKey ? 10 : 1));
    else if (event.key === "Enter" && at !== undefined) {
      const mark = this.#markOf(at);
      if (mark !== undefined) this.#onSelect(mark.id);
    }
  }

  #load(from: number, to: number): void {
    this.#from = from;
    this.#to = to;
    const { o, h, l, c } = this.#bars;
    this.#series.setData(
      Array.from({ length: to - from }, (_, i) => {
        const at = from + i;
        return { time: this.#timeOf(at), open: o[at] as number, high: h[at] as number, low: l[at] as number, close: c[at] as number };
      }),
    );
    const [gain, loss, warn] = [colourOf("gain"), colourOf("loss"), colourOf("warn")];
    const start = this.#times[from] ?? 0;
    const end = this.#times[to] ?? Number.POSITIVE_INFINITY;
    const within = <Mark extends CandleDot>(all: readonly Mark[]): readonly Mark[] => all.slice(firstFrom(all, start), firstFrom(all, end));
    const fills = within(this.#marks).map(({ id, time, side }): SeriesMarker<Time> => {
      const isBuy = side === "buy";
      return {
        id,
        time: this.#timeOf(positionAt(this.#times, time)),
        position: isBuy ? "belowBar" : "aboveBar",
        shape: isBuy ? "arrowUp" : "arrowDown",
        color: isBuy ? gain : loss,
      };
    });
    const dots = within(this.#dots).map(
      ({ time }): SeriesMarker<Time> => ({
        time: this.#timeOf(positionAt(this.#times, time)),
        position: "aboveBar",
        shape: "circle",
        color: warn,
      }),
    );
    this.#markers.setMarkers([...fills, ...dots].sort((a, b) => Number(a.time) - Number(b.time)));
  }

  #timeOf(at: number): UTCTimestamp {
    return ((this.#times[at] as number) / 1000) as UTCTimestamp;
  }

  #markOf(at: number): CandleMark | undefined {
    const mark = this.#marks[firstFrom(this.#marks, this.#times[at] ?? 0)];
    return mark !== undefined && positionAt(this.#times, mark.time) === at ? mark : undefined;
  }

  #moved({ time }: MouseEventParams<Time>): void {
    if (this.#isPointed) this.#group.point(time === undefined ? null : Number(time) * 1000);
  }

  #clicked({ hoveredObjectId, time }: MouseEventParams<Time>): void {
    if (typeof hoveredObjectId === "string") this.#onSelect(hoveredObjectId);
    else if (time !== undefined) {
      const mark = this.#markOf(positionAt(this.#times, Number(time) * 1000));
      if (mark !== undefined) this.#onSelect(mark.id);
    }
  }

  #follow(): void {
    if (this.#isPointed) return;
    const { cursor } = this.#group.state();
    const at = cursor === null ? -1 : positionAt(this.#times, cursor);
    if (cursor === null || at < this.#from || at >= this.#to) this.#chart.clearCrosshairPosition();
    else this.#chart.setCrosshairPosition(this.#bars.c[at] as number, this.#timeOf(at), this.#series);
  }
}

/** The place of the first mark at or after a time. */
function firstFrom(marks: readonly CandleDot[], time: number): number {
  let [low, high] = [0, marks.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((marks[middle] as CandleDot).time < time) low = middle + 1;
    else high = middle;
  }
  return low;
}
