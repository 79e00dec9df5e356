"use client";

import "uplot/dist/uPlot.min.css";
import "./line-chart.css";
import { type KeyboardEvent, useEffect, useRef } from "react";
import { type ChartSpec, calendarTicks, type LineLayer, linearAxis, logAxis, type ValueAxis } from "rustybt/charts";
import uPlot from "uplot";
import { useColourScheme } from "#app/_lib/display-settings.ts";
import { type ChartGroupStore, positionAt, type TimeWindow, useChartGroup } from "./chart-group.tsx";
import { canvasFont, colourOf, withAlpha } from "./colours.ts";

export interface TimeMark {
  readonly time: number;
  /** One letter under the plot. */
  readonly letter: string;
}

interface LineChartProps {
  readonly spec: ChartSpec;
  readonly height: number;
  /** Stacked charts share one row of time labels. */
  readonly isTimeShown?: boolean;
  readonly marks?: readonly TimeMark[];
}

const valueAxisWidth = 72;
const labelRoom = 104;
const roomyWidth = 560;
const pixelsPerTick = 90;

/** Lines and areas over time or over counted positions, by uPlot: a million points draw in a tenth of a second. */
export function LineChart({ spec, height, isTimeShown = true, marks = [] }: LineChartProps) {
  const host = useRef<HTMLDivElement>(null);
  const chart = useRef<uPlot>(undefined);
  const group = useChartGroup();
  const scheme = useColourScheme();

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new colour scheme draws anew with what the variables then say
  useEffect(() => {
    const element = host.current;
    if (element === null) return;
    const plot = drawn(element, { spec, height, isTimeShown, marks, group });
    chart.current = plot;
    const observer = new ResizeObserver(([entry]) => {
      const width = Math.floor(entry?.contentRect.width ?? 0);
      if (width > 0 && width !== plot.width) plot.setSize({ width, height });
    });
    observer.observe(element);
    const unsubscribe = group.subscribe(() => follow(plot, spec, group));
    follow(plot, spec, group);
    return () => {
      unsubscribe();
      observer.disconnect();
      plot.destroy();
    };
  }, [spec, height, isTimeShown, marks, group, scheme]);

  return (
    // biome-ignore lint/a11y/useSemanticElements: a chart that is walked by keys has no element of its own
    <div
      ref={host}
      role="group"
      aria-roledescription="chart"
      aria-label={`${spec.title}. Left and right arrow move along it, plus and minus zoom, Escape shows everything.`}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: it is walked by keys
      tabIndex={0}
      onKeyDown={(event) => walk(event, chart.current, spec, group)}
      className="line-chart w-full overflow-hidden"
      style={{ height }}
    />
  );
}

interface Drawing extends Required<LineChartProps> {
  readonly group: ChartGroupStore;
}

function lineLayers(spec: ChartSpec): LineLayer[] {
  return spec.layers.filter((layer): layer is LineLayer => layer.kind === "line" || layer.kind === "area" || layer.kind === "step");
}

function drawn(element: HTMLElement, { spec, height, isTimeShown, marks, group }: Drawing): uPlot {
  const layers = lineLayers(spec);
  const count = layers[0]?.values.length ?? 0;
  const times = spec.x.kind === "time" ? spec.x.times : undefined;
  const [text, muted, line] = [colourOf("text"), colourOf("muted"), colourOf("line")];
  const font = canvasFont();
  const axes = new AxisOfWindow(spec, layers);

  const options: uPlot.Options = {
    width: Math.max(100, Math.floor(element.getBoundingClientRect().width)),
    height,
    // Labels at the ends of lines where there is room for them; a phone reads the values above the chart instead.
    padding: [8, (plot) => (plot.width >= roomyWidth ? labelRoom : 8), isTimeShown ? 0 : 8, 0],
    legend: { show: false },
    cursor: {
      y: false,
      points: { size: 6, width: 2, fill: colourOf("bg") },
      drag: { x: times !== undefined, y: false, setScale: false },
    },
    scales: {
      x: { time: false, range: () => windowOf(spec, group.state().window, count) },
      y: {
        distr: spec.y.kind === "log" ? 3 : 1,
        range: (plot) => [...axes.of(plot).domain],
      },
    },
    axes: [
      {
        show: isTimeShown,
        font,
        stroke: muted,
        size: 26,
        gap: 4,
        grid: { show: false },
        ticks: { show: true, stroke: line, width: 1, size: 4 },
        border: { show: true, stroke: line, width: 1 },
        splits: (plot) => ticksOf(plot, spec).map(({ at }) => at),
        values: (plot) => ticksOf(plot, spec).map((tick) => tick.text),
      },
      {
        font,
        stroke: muted,
        size: valueAxisWidth,
        gap: 8,
        grid: { stroke: line, width: 1 },
        ticks: { show: false },
        splits: (plot) => axes.of(plot).ticks.map(({ at }) => at),
        values: (plot) => axes.of(plot).ticks.map((tick) => tick.text),
        filter: (_, splits) => splits,
      },
    ],
    series: [
      {},
      ...layers.map((layer): uPlot.Series => {
        const colour = colourOf(layer.token);
        return {
          label: layer.label,
          scale: "y",
          stroke: colour,
          width: 1.5,
          dash: [...layer.dash],
          points: { show: false },
          ...(layer.kind === "area" ? { fill: withAlpha(colour, 0.14) } : {}),
          ...(layer.kind === "step" && uPlot.paths.stepped !== undefined ? { paths: uPlot.paths.stepped({ align: 1 }) } : {}),
        };
      }),
    ],
    hooks: {
      draw: [(plot) => drawEndLabels(plot, layers, font), (plot) => drawMarks(plot, times, marks, { font, text, muted })],
      setCursor: [
        (plot) => {
          // Only what the reader's own pointer does: following the others must not answer them.
          if (times === undefined || !isPointed(plot)) return;
          const { idx } = plot.cursor;
          group.point(idx == null ? null : (times[idx] ?? null));
        },
      ],
      setSelect: [
        (plot) => {
          if (times === undefined || plot.select.width < 8) return;
          const from = times[plot.posToIdx(plot.select.left)];
          const to = times[plot.posToIdx(plot.select.left + plot.select.width)];
          plot.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
          if (from !== undefined && to !== undefined && to > from) group.brush([from, to]);
        },
      ],
    },
  };
  const plot = new uPlot(
    options,
    [Float64Array.from({ length: count }, (_, i) => i), ...layers.map(({ values }) => gapped(values))],
    element,
  );
  plot.over.addEventListener("mouseenter", () => pointed.add(plot));
  plot.over.addEventListener("mouseleave", () => {
    pointed.delete(plot);
    group.point(null);
  });
  plot.over.addEventListener("dblclick", () => group.brush(null));
  return plot;
}

const pointed = new WeakSet<uPlot>();
const isPointed = (plot: uPlot): boolean => pointed.has(plot);

/** uPlot knows gaps as null. */
function gapped(values: Float64Array): uPlot.TypedArray | (number | null)[] {
  return values.some(Number.isNaN) ? Array.from(values, (value) => (Number.isNaN(value) ? null : value)) : values;
}

/** The value axis of what is seen, as the spec makes it for the whole. */
class AxisOfWindow {
  readonly #spec: ChartSpec;
  readonly #layers: readonly LineLayer[];
  #key = "";
  #axis: ValueAxis;

  constructor(spec: ChartSpec, layers: readonly LineLayer[]) {
    this.#spec = spec;
    this.#layers = layers;
    this.#axis = spec.y;
  }

  of(plot: uPlot): ValueAxis {
    const count = this.#layers[0]?.values.length ?? 0;
    const from = Math.max(0, Math.floor(plot.scales.x?.min ?? 0));
    const to = Math.min(count - 1, Math.ceil(plot.scales.x?.max ?? count - 1));
    if (from <= 0 && to >= count - 1) return this.#spec.y;
    const key = `${from} ${to}`;
    if (key !== this.#key) {
      this.#key = key;
      const axis = this.#spec.y.kind === "log" ? logAxis : linearAxis;
      const isArea = this.#layers.some(({ kind }) => kind === "area");
      this.#axis = axis(
        this.#layers.flatMap(({ values }) => Array.from(values.subarray(from, to + 1))),
        { unit: this.#spec.y.unit, ...(this.#spec.y.unit === "%" ? { times: 100 } : {}), ...(isArea ? { include: [0] } : {}) },
      );
    }
    return this.#axis;
  }
}

function windowOf(spec: ChartSpec, window: TimeWindow | null, count: number): [number, number] {
  const last = Math.max(1, count - 1);
  if (window === null || spec.x.kind !== "time") return [0, last];
  const from = positionAt(spec.x.times, window[0]);
  return [from, Math.max(from + 1, positionAt(spec.x.times, window[1]))];
}

function ticksOf(plot: uPlot, spec: ChartSpec): readonly { readonly at: number; readonly text: string }[] {
  const most = Math.max(2, Math.floor(plot.bbox.width / devicePixelRatio / pixelsPerTick));
  if (spec.x.kind !== "time") return spec.x.kind === "position" ? spec.x.ticks : [];
  const from = Math.max(0, Math.floor(plot.scales.x?.min ?? 0));
  const to = Math.ceil(plot.scales.x?.max ?? spec.x.times.length - 1);
  return calendarTicks(spec.x.times.subarray(from, to + 1), most).map(({ at, text }) => ({ at: at + from, text }));
}

/** Name and last value at the end of each line, pushed apart where they would touch. */
function drawEndLabels(plot: uPlot, layers: readonly LineLayer[], font: string): void {
  if (plot.width < roomyWidth) return;
  const { ctx, bbox } = plot;
  const ratio = devicePixelRatio;
  const to = Math.min((layers[0]?.values.length ?? 1) - 1, Math.round(plot.scales.x?.max ?? 0));
  const rowHeight = 15 * ratio;
  const labels = layers
    .flatMap((layer) => {
      const value = layer.values.subarray(0, to + 1).findLast((one) => !Number.isNaN(one));
      return value === undefined ? [] : [{ layer, y: plot.valToPos(value, "y", true) }];
    })
    .sort((a, b) => a.y - b.y);
  for (let i = 1; i < labels.length; i++) {
    const [before, label] = [labels[i - 1], labels[i]];
    if (before !== undefined && label !== undefined) label.y = Math.max(label.y, before.y + 2.2 * rowHeight);
  }
  ctx.save();
  ctx.font = font.replace(/^\d+px/, `${12 * ratio}px`);
  ctx.textAlign = "left";
  ctx.textBaseline = "middle";
  const x = bbox.left + bbox.width + 8 * ratio;
  for (const { layer, y } of labels) {
    ctx.fillStyle = colourOf(layer.token);
    const isAtEnd = to >= layer.values.length - 1;
    const top = Math.min(Math.max(y, bbox.top + 6 * ratio), bbox.top + bbox.height - (isAtEnd ? 18 : 6) * ratio);
    // A name that has no room stands in the title.
    const isNamed = ctx.measureText(layer.label).width <= (labelRoom - 8) * ratio;
    if (isNamed) ctx.fillText(layer.label, x, top);
    if (isAtEnd) ctx.fillText(layer.endText, x, isNamed ? top + rowHeight : top);
  }
  ctx.restore();
}

function drawMarks(
  plot: uPlot,
  times: Float64Array | undefined,
  marks: readonly TimeMark[],
  look: { readonly font: string; readonly text: string; readonly muted: string },
): void {
  if (times === undefined || marks.length === 0) return;
  const { ctx, bbox } = plot;
  const ratio = devicePixelRatio;
  const [from, to] = [plot.scales.x?.min ?? 0, plot.scales.x?.max ?? times.length - 1];
  ctx.save();
  ctx.font = look.font.replace(/^\d+px/, `${10 * ratio}px`);
  ctx.textAlign = "center";
  ctx.textBaseline = "bottom";
  ctx.fillStyle = look.muted;
  ctx.strokeStyle = look.muted;
  ctx.lineWidth = ratio;
  let right = Number.NEGATIVE_INFINITY;
  const bottom = bbox.top + bbox.height;
  for (const { time, letter } of marks) {
    const at = positionAt(times, time);
    if (at < from || at > to) continue;
    const x = plot.valToPos(at, "x", true);
    ctx.beginPath();
    ctx.moveTo(x, bottom);
    ctx.lineTo(x, bottom - 5 * ratio);
    ctx.stroke();
    // Letters that would touch are left out; their ticks stay.
    if (x - right < 9 * ratio) continue;
    ctx.fillText(letter, x, bottom - 6 * ratio);
    right = x;
  }
  ctx.restore();
}

/** Draws the group's window and crosshair in a chart that the pointer is not on. */
function follow(plot: uPlot, spec: ChartSpec, group: ChartGroupStore): void {
  if (spec.x.kind !== "time") return;
  const { cursor, window } = group.state();
  const [min, max] = windowOf(spec, window, spec.x.times.length);
  if (plot.scales.x?.min !== min || plot.scales.x?.max !== max) plot.setScale("x", { min, max });
  if (isPointed(plot)) return;
  if (cursor === null) plot.setCursor({ left: -10, top: -10 }, false);
  else plot.setCursor({ left: plot.valToPos(positionAt(spec.x.times, cursor), "x"), top: 0 }, false);
}

function walk(event: KeyboardEvent, plot: uPlot | undefined, spec: ChartSpec, group: ChartGroupStore): void {
  if (plot === undefined || spec.x.kind !== "time") return;
  const { times } = spec.x;
  const { cursor, window } = group.state();
  const [from, to] = windowOf(spec, window, times.length);
  const at = cursor === null ? undefined : positionAt(times, cursor);
  const step = event.shiftKey ? Math.max(1, Math.round((to - from) / 20)) : 1;
  const point = (position: number) => group.point(times[Math.max(from, Math.min(to, position))] ?? null, true);
  const zoom = (factor: number) => {
    const middle = at ?? Math.round((from + to) / 2);
    const half = Math.max(2, Math.round(((to - from) / 2) * factor));
    const [first, last] = [Math.max(0, middle - half), Math.min(times.length - 1, middle + half)];
    group.brush(first === 0 && last === times.length - 1 ? null : [times[first] as number, times[last] as number]);
  };
  switch (event.key) {
    case "ArrowRight":
      point(at === undefined ? from : at + step);
      break;
    case "ArrowLeft":
      point(at === undefined ? to : at - step);
      break;
    case "Home":
      point(from);
      break;
    case "End":
      point(to);
      break;
    case "+":
    case "=":
      zoom(0.5);
      break;
    case "-":
      zoom(2);
      break;
    case "Escape":
      group.point(null);
      group.brush(null);
      break;
    default:
      return;
  }
  event.preventDefault();
}
