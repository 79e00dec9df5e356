"use client";

import {
  CartesianGrid,
  Cell,
  LabelList,
  Bar as RechartsBar,
  BarChart as RechartsBarChart,
  ReferenceLine,
  ResponsiveContainer,
  Tooltip,
  XAxis,
  YAxis,
} from "recharts";
import type { Bar, BarLayer, ChartSpec } from "rustybt/charts";

interface BarChartProps {
  readonly spec: ChartSpec;
  readonly height: number;
  /** The text of a value in the tooltip. */
  readonly formatValue: (value: number) => string;
}

interface BarRow {
  readonly name: string;
  readonly range: readonly [number, number];
  readonly bar: Bar;
}

/** Bars over names or counted stretches, by recharts: for some hundred bars, not more. */
export function BarChart({ spec, height, formatValue }: BarChartProps) {
  const layer = spec.layers.find((one): one is BarLayer => one.kind === "bars");
  const bars = layer?.bars ?? [];
  const rows = rowsOf(spec, bars, formatValue);
  return (
    <div role="img" aria-label={`${spec.title}. ${spec.sentence}`} style={{ height }} className="w-full">
      <ResponsiveContainer width="100%" height="100%" initialDimension={{ width: 600, height }}>
        <RechartsBarChart
          data={[...rows]}
          margin={{ top: 18, right: 8, bottom: 0, left: 0 }}
          barCategoryGap={spec.x.kind === "band" ? "20%" : 1}
          accessibilityLayer={false}
        >
          <CartesianGrid vertical={false} stroke="var(--line)" />
          <XAxis
            dataKey="name"
            tickLine={false}
            axisLine={{ stroke: "var(--line)" }}
            tick={spec.x.kind === "band" ? <NameTick /> : { fill: "var(--muted)", fontSize: 12 }}
            height={spec.x.kind === "band" ? (bars.length > fewNames ? 52 : 38) : 30}
            minTickGap={16}
            interval={spec.x.kind === "band" && bars.length <= 12 ? 0 : "preserveStartEnd"}
          />
          <YAxis
            width={60}
            domain={[...spec.y.domain]}
            ticks={spec.y.ticks.map(({ at }) => at)}
            tickFormatter={(at: number) => spec.y.ticks.find((tick) => tick.at === at)?.text ?? ""}
            tickLine={false}
            axisLine={false}
            tick={{ fill: "var(--muted)", fontSize: 12 }}
          />
          <ReferenceLine y={0} stroke="var(--muted)" />
          <Tooltip
            cursor={{ fill: "var(--panel)" }}
            content={({ active, payload }) =>
              active ? <BarTooltip row={payload?.[0]?.payload as BarRow} formatValue={formatValue} /> : null
            }
          />
          <RechartsBar dataKey="range" isAnimationActive={false}>
            {rows.map(({ name, bar }) => (
              <Cell key={name} fill={`var(--${bar.token})`} fillOpacity={0.85} />
            ))}
            {spec.x.kind === "band" && <LabelList dataKey="bar.text" content={<AmountLabel />} />}
          </RechartsBar>
        </RechartsBarChart>
      </ResponsiveContainer>
    </div>
  );
}

/** As many names stand side by side on a phone. */
const fewNames = 5;
/** Of a letter, in ems. */
const letterWidth = 0.56;

interface NameTickProps {
  readonly x?: number;
  readonly y?: number;
  readonly index?: number;
  /** Of the axis. */
  readonly width?: number;
  readonly visibleTicksCount?: number;
  readonly payload?: { readonly value: string };
}

/** A name under its bar, a line a word. Where there is no room beside each other, every other name stands a line lower. */
function NameTick({ x = 0, y = 0, index = 0, width = 0, visibleTicksCount: count = 1, payload }: NameTickProps) {
  const isLower = count > fewNames && width / count < 72 && index % 2 === 1;
  return (
    <text x={x} y={y + (isLower ? 13 : 0)} textAnchor="middle" fill="var(--muted)" fontSize={11}>
      {payload?.value.split(" ").map((word, line) => (
        <tspan key={word} x={x} dy={line === 0 ? 12 : 13}>
          {word}
        </tspan>
      ))}
    </text>
  );
}

interface AmountLabelProps {
  readonly x?: number | string;
  readonly y?: number | string;
  /** Of the bar. */
  readonly width?: number | string;
  readonly value?: unknown;
}

/** Over its bar, as small as it must be to leave its neighbours alone. */
function AmountLabel({ x = 0, y = 0, width = 0, value }: AmountLabelProps) {
  if (typeof value !== "string") return null;
  const room = Number(width) * 1.2;
  const size = Math.max(8, Math.min(11, room / (value.length * letterWidth)));
  return (
    <text x={Number(x) + Number(width) / 2} y={Number(y) - 5} textAnchor="middle" fill="var(--text)" fontSize={size}>
      {value}
    </text>
  );
}

function rowsOf({ x }: ChartSpec, bars: readonly Bar[], formatValue: (value: number) => string): BarRow[] {
  const range = ({ y0, y1 }: Bar): readonly [number, number] => [Math.min(y0, y1), Math.max(y0, y1)];
  if (x.kind === "band") return bars.map((bar) => ({ name: x.names[Math.round((bar.x0 + bar.x1) / 2)] ?? "", range: range(bar), bar }));
  // Stretches without anything in them keep their place.
  const width = Math.min(...bars.map(({ x0, x1 }) => x1 - x0));
  const rows: BarRow[] = [];
  for (const bar of [...bars].sort((a, b) => a.x0 - b.x0)) {
    let next = rows.at(-1)?.bar.x1;
    while (next !== undefined && bar.x0 - next > width / 2) {
      const gap: Bar = { x0: next, x1: next + width, y0: 0, y1: 0, token: bar.token };
      rows.push({ name: formatValue(next), range: [0, 0], bar: gap });
      next += width;
    }
    rows.push({ name: formatValue(bar.x0), range: range(bar), bar });
  }
  return rows;
}

function BarTooltip({ row, formatValue }: { readonly row: BarRow | undefined; readonly formatValue: (value: number) => string }) {
  if (row === undefined) return null;
  const { bar } = row;
  return (
    <div className="tabular rounded-md border bg-panel px-2 py-1 text-note shadow-menu">
      <span className="mr-2 text-muted">{row.name}</span>
      {bar.text ?? formatValue(bar.y1)}
    </div>
  );
}
