import { scaleLinear, scaleLog } from "d3-scale";
import { area, curveStepAfter, line } from "d3-shape";
import { calendarTicks } from "./calendar-axis.ts";
import type { BarLayer, CandleLayer, ChartSpec, LineLayer, MarkLayer, Tick } from "./chart-spec.ts";
import { minMaxPositions } from "./down-sample.ts";
import { type Drawing, round2, type Shape, textWidth } from "./drawing.ts";
import { placeLabels } from "./place-labels.ts";

export interface DrawOptions {
  readonly width: number;
  readonly height: number;
  /** Of the texts, in the units of width and height. */
  readonly fontSize?: number;
  /** Width of a digit in the font, in ems: 0.64 in wide sans serifs. */
  readonly glyphWidth?: number;
  /** Left and right margins, to align charts above one another; by their labels without. */
  readonly margins?: Margins;
  /** Whether the time axis has its labels; without them its lines remain, for charts that share the axis of the next one. */
  readonly isAxisLabelled?: boolean;
}

export interface Margins {
  readonly left: number;
  readonly right: number;
}

const wideGlyph = 0.64;

interface Frame {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
  readonly size: number;
  width(text: string, size?: number): number;
  x(at: number): number;
  y(value: number): number;
}

/** Lays a chart out in a picture of the given size. */
export function drawChart(spec: ChartSpec, options: DrawOptions): Drawing {
  const { width, height } = options;
  const frame = frameOf(spec, options);
  const shapes = [
    ...valueGrid(spec, frame),
    ...positionAxis(spec, frame, options.isAxisLabelled ?? true),
    ...spec.layers.flatMap((layer) => {
      if (layer.kind === "bars") return barShapes(layer, frame);
      if (layer.kind === "candles") return candleShapes(layer, frame);
      if (layer.kind === "marks") return markShapes(layer, frame);
      return lineShapes(layer, frame);
    }),
    ...zeroLine(spec, frame),
    ...endLabels(spec, frame),
  ];
  return { width, height, shapes };
}

/** Margins that leave room for the labels of all the charts, so that they align. */
export function sharedMargins(
  specs: readonly ChartSpec[],
  { fontSize, glyphWidth = wideGlyph }: { fontSize: number; glyphWidth?: number },
): Margins {
  const of = specs.map((spec) => ownMargins(spec, fontSize, glyphWidth));
  return { left: Math.max(...of.map(({ left }) => left)), right: Math.max(...of.map(({ right }) => right)) };
}

function ownMargins({ y, layers }: ChartSpec, size: number, glyph: number): Margins {
  const left = Math.max(...y.ticks.map(({ text }) => textWidth(text, size, glyph)), 0) + size * 0.8;
  const right = Math.max(
    ...lines(layers).map((layer) => textWidth(labelLines(layer, layers).toSorted(byLength).at(-1) ?? "", size, glyph)),
    0,
  );
  return { left, right: right === 0 ? size * 0.6 : right + size * 0.9 };
}

function frameOf(spec: ChartSpec, options: DrawOptions): Frame {
  const { width, height, fontSize: size = 10, glyphWidth: glyph = wideGlyph, margins, isAxisLabelled = true } = options;
  const { left, right: rightMargin } = margins ?? ownMargins(spec, size, glyph);
  const right = width - rightMargin;
  const hasBarTexts = spec.layers.some((layer) => layer.kind === "bars" && layer.bars.some(({ text }) => text !== undefined));
  const top = size * (hasBarTexts ? 1.6 : 0.8);
  const bottom = height - (isAxisLabelled ? size * 1.9 : size * 0.5);
  const x = scaleLinear().domain(xDomain(spec)).range([left, right]);
  const y = (spec.y.kind === "log" ? scaleLog() : scaleLinear()).domain(spec.y.domain).range([bottom, top]);
  const textWidthOf = (text: string, ofSize = size): number => textWidth(text, ofSize, glyph);
  return { left, right, top, bottom, size, width: textWidthOf, x: (at) => x(at), y: (value) => y(value) };
}

function xDomain({ x }: ChartSpec): [number, number] {
  if (x.kind === "time") return [0, Math.max(x.times.length - 1, 1)];
  if (x.kind === "band") return [-0.6, x.names.length - 0.4];
  return [...x.domain];
}

function valueGrid({ y }: ChartSpec, { left, right, size, y: at }: Frame): Shape[] {
  return y.ticks.flatMap((tick): Shape[] => [
    { kind: "path", d: `M${round2(left)},${round2(at(tick.at))}H${round2(right)}`, stroke: "line", strokeWidth: 0.5 },
    {
      kind: "text",
      x: round2(left - size * 0.5),
      y: round2(at(tick.at) + size * 0.35),
      text: tick.text,
      size,
      anchor: "end",
      fill: "muted",
    },
  ]);
}

function zeroLine({ y }: ChartSpec, { left, right, y: at }: Frame): Shape[] {
  if (y.kind === "log" || y.domain[0] > 0 || y.domain[1] < 0) return [];
  return [{ kind: "path", d: `M${round2(left)},${round2(at(0))}H${round2(right)}`, stroke: "muted", strokeWidth: 0.5 }];
}

function positionAxis(spec: ChartSpec, { left, right, bottom, size, width, x }: Frame, isLabelled: boolean): Shape[] {
  const shapes: Shape[] = [];
  const room = right - left;
  const textSize = spec.x.kind === "band" ? bandTextSize(spec.x.names, room, size) : size;
  let taken = Number.NEGATIVE_INFINITY;
  for (const { at, text } of positionTicks(spec, room / (size * 6))) {
    const place = x(at);
    if (spec.x.kind !== "band") {
      shapes.push({ kind: "path", d: `M${round2(place)},${round2(bottom)}v${round2(size * 0.3)}`, stroke: "muted", strokeWidth: 0.5 });
    }
    const half = width(text, textSize) / 2;
    const centre = Math.max(left + half, Math.min(place, right - half));
    if (!isLabelled || centre - half < taken) continue;
    taken = centre + half + size * 0.4;
    shapes.push({ kind: "text", x: round2(centre), y: round2(bottom + size * 1.4), text, size: textSize, anchor: "middle", fill: "muted" });
  }
  return shapes;

  /** Few long names become smaller rather than fewer. */
  function bandTextSize(names: readonly string[], room: number, size: number): number {
    const longest = Math.max(...names.map((name) => width(name, 1)), 1);
    // With room between neighbours: one that touches the one before is left out.
    return names.length > 8 ? size : round2(Math.min(size, room / ((names.length + 0.2) * (longest + 0.7))));
  }
}

function positionTicks({ x }: ChartSpec, most: number): readonly Tick[] {
  if (x.kind === "time") return calendarTicks(x.times, Math.max(2, Math.floor(most)));
  if (x.kind === "position") return x.ticks;
  const step = x.names.length > 8 ? Math.ceil(x.names.length / Math.max(1, most * 1.4)) : 1;
  return x.names.flatMap((text, at) => (at % step === 0 ? [{ at, text }] : []));
}

function lineShapes({ kind, token, dash, values }: LineLayer, { left, right, x, y }: Frame): Shape[] {
  const positions = Array.from(minMaxPositions(values, Math.max(1, Math.floor((right - left) * 1.5))));
  const isKnown = (at: number): boolean => Number.isFinite(values[at]);
  const px = (at: number): number => x(at);
  const py = (at: number): number => y(values[at] as number);
  const path = line<number>(px, py).defined(isKnown).digits(2);
  if (kind === "step") path.curve(curveStepAfter);
  const stroke: Shape = { kind: "path", d: path(positions) ?? "", stroke: token, strokeWidth: kind === "area" ? 0.75 : 1.25, dash };
  if (kind !== "area") return [stroke];
  const filled = area<number>(px, y(0), py).defined(isKnown).digits(2);
  return [{ kind: "path", d: filled(positions) ?? "", fill: token, fillOpacity: 0.22 }, stroke];
}

function barShapes({ bars }: BarLayer, { x, y, size, width, left, right }: Frame): Shape[] {
  const widest = Math.max(...bars.map(({ x0, x1 }) => x(x1) - x(x0)), 0);
  const textSize = Math.min(size, (widest * 0.98) / Math.max(...bars.map(({ text }) => width(text ?? "", 1)), 1));
  return bars.flatMap(({ x0, x1, y0, y1, token, text }): Shape[] => {
    const gap = Math.min((x(x1) - x(x0)) * 0.15, 24);
    const [from, to] = [x(x0) + gap, x(x1) - gap];
    const [top, bottom] = [Math.min(y(y0), y(y1)), Math.max(y(y0), y(y1))];
    const shapes: Shape[] = [
      { kind: "rect", x: round2(from), y: round2(top), width: round2(to - from), height: round2(Math.max(bottom - top, 0.5)), fill: token },
    ];
    if (text === undefined || textSize < 5) return shapes;
    const isDown = y1 < y0;
    const half = width(text, textSize) / 2;
    const centre = Math.max(left + half, Math.min((from + to) / 2, right - half));
    const place = isDown ? bottom + textSize * 1.1 : top - textSize * 0.4;
    return [...shapes, { kind: "text", x: round2(centre), y: round2(place), text, size: textSize, anchor: "middle", fill: "text" }];
  });
}

function candleShapes({ open, high, low, close }: CandleLayer, { left, right, x, y }: Frame): Shape[] {
  const half = Math.max(0.3, Math.min(((right - left) / open.length) * 0.36, 5));
  const wicks: Record<"up" | "down", string[]> = { up: [], down: [] };
  const bodies: Record<"up" | "down", string[]> = { up: [], down: [] };
  for (let i = 0; i < open.length; i++) {
    const [o, h, l, c] = [open[i], high[i], low[i], close[i]].map((value) => y(value as number)) as [number, number, number, number];
    const side = (close[i] as number) < (open[i] as number) ? "down" : "up";
    const centre = x(i);
    wicks[side].push(`M${round2(centre)},${round2(h)}V${round2(l)}`);
    const height = Math.max(Math.abs(o - c), 0.4);
    bodies[side].push(`M${round2(centre - half)},${round2(Math.min(o, c))}h${round2(2 * half)}v${round2(height)}h${round2(-2 * half)}Z`);
  }
  return (["up", "down"] as const).flatMap((side): Shape[] => {
    const token = side === "up" ? "gain" : "loss";
    if (wicks[side].length === 0) return [];
    return [
      { kind: "path", d: wicks[side].join(""), stroke: token, strokeWidth: 0.5 },
      // Hollow where the price rose, so that the two are told apart in grey.
      { kind: "path", d: bodies[side].join(""), stroke: token, strokeWidth: 0.5, fill: side === "up" ? "bg" : token },
    ];
  });
}

function markShapes({ marks }: MarkLayer, { x, y, size }: Frame): Shape[] {
  const r = size * 0.42;
  return marks.map(({ x: at, y: value, shape, token }): Shape => {
    const [cx, cy] = [round2(x(at)), round2(y(value))];
    const d =
      shape === "up"
        ? `M${cx},${cy}l${round2(r)},${round2(r * 1.6)}h${round2(-2 * r)}Z`
        : shape === "down"
          ? `M${cx},${cy}l${round2(r)},${round2(-r * 1.6)}h${round2(-2 * r)}Z`
          : `M${round2(cx - r)},${cy}a${r},${r} 0 1,0 ${2 * r},0a${r},${r} 0 1,0 ${-2 * r},0Z`;
    return { kind: "path", d, fill: token, stroke: "bg", strokeWidth: 0.5 };
  });
}

/** What a line is and where it ended, right of its end. */
function endLabels({ layers }: ChartSpec, { right, top, bottom, size, y }: Frame): Shape[] {
  const labelled = lines(layers).filter(({ endText }) => endText !== "");
  const height = Math.max(...labelled.map((layer) => labelLines(layer, layers).length), 1) * size * 1.15;
  const ends = labelled.map(({ values }) => y(values.findLast((value) => Number.isFinite(value)) ?? 0));
  const places = placeLabels(
    ends.map((end) => end - height / 2),
    { gap: height, low: top, high: bottom - height },
  );
  return labelled.flatMap((layer, i) =>
    labelLines(layer, layers).map((text, row): Shape => {
      const base = (places[i] ?? 0) + size * (0.9 + row * 1.15);
      return {
        kind: "text",
        x: round2(right + size * 0.5),
        y: round2(base),
        text,
        size,
        anchor: "start",
        fill: layer.token,
      };
    }),
  );
}

/** The title of the chart names a single line already. */
function labelLines({ label, endText }: LineLayer, layers: ChartSpec["layers"]): string[] {
  return lines(layers).length > 1 ? [label, endText] : [endText];
}

function lines(layers: ChartSpec["layers"]): LineLayer[] {
  return layers.filter((layer): layer is LineLayer => layer.kind === "line" || layer.kind === "area" || layer.kind === "step");
}

function byLength(a: string, b: string): number {
  return a.length - b.length;
}
