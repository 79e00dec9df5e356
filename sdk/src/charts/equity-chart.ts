import { returnText } from "@rustybt/engine/figures";
import { calendarTicks } from "./calendar-axis.ts";
import type { ChartSpec, LineLayer, TableTwin } from "./chart-spec.ts";
import type { Curve } from "./curve.ts";
import { formatAmount, formatDate, formatMoney, formatPercent, formatTime } from "./format.ts";
import { seriesStyle } from "./tokens.ts";
import { linearAxis, logAxis } from "./value-axis.ts";

export const defaultTimeTicks = 8;

export interface EquityChartOptions {
  readonly log?: boolean;
  /** Closes of a benchmark; drawn as what the start value would have become. */
  readonly benchmark?: { readonly symbol: string; readonly points: readonly (readonly [t: string, close: number])[] };
}

export function equityChart(curve: Curve, { log = false, benchmark }: EquityChartOptions = {}): ChartSpec {
  const { points, currency, startValue, daily } = curve;
  const end = String(daily.equity.at(-1) ?? startValue);
  const layers: LineLayer[] = [
    { kind: "line", id: "equity", label: "Equity", ...seriesStyle(0), values: points.equity, endText: formatMoney(end, currency) },
  ];
  if (benchmark !== undefined && benchmark.points.length > 0) {
    const values = rebased(benchmark.points, points.times, Number(startValue));
    const last = values.findLast((value) => !Number.isNaN(value)) ?? Number.NaN;
    const endText = Number.isNaN(last) ? "" : formatMoney(last, currency);
    layers.push({ kind: "line", id: "benchmark", label: benchmark.symbol, ...seriesStyle(1), values, endText });
  }
  const axis = log ? logAxis : linearAxis;
  return {
    id: "equity",
    title: log ? "Equity, logarithmic" : "Equity",
    sentence: equitySentence(curve, end),
    x: { kind: "time", times: points.times, ticks: calendarTicks(points.times, defaultTimeTicks) },
    y: axis(allValues(layers), { unit: currency, include: [Number(startValue)] }),
    layers,
    get table(): TableTwin {
      return {
        columns: [
          { id: "t", label: "Time, UTC", align: "left" },
          ...layers.map(({ id, label }) => ({ id, label: `${label}, ${currency}`, align: "right" as const })),
        ],
        rows: Array.from(points.times, (time, i) => [
          formatTime(time),
          ...layers.map(({ values }) => {
            const value = values[i] as number;
            return Number.isNaN(value) ? "" : formatAmount(value, currency);
          }),
        ]),
      };
    },
  };
}

function equitySentence({ startValue, currency, points, drawdowns }: Curve, end: string): string {
  const span =
    points.times.length === 0 ? "" : ` from ${formatDate(points.times[0] as number)} to ${formatDate(points.times.at(-1) as number)}`;
  const went = `Equity went from ${formatMoney(startValue, currency)} to ${formatMoney(end, currency)}${span}`;
  const change = Number(startValue) > 0 ? `, a return of ${formatPercent(returnText(startValue, end))}` : "";
  const [deepest] = drawdowns;
  const fall =
    deepest === undefined
      ? "It never fell below an earlier high."
      : `Its deepest fall was ${formatPercent(deepest.depth)}, lowest on ${formatDate(deepest.troughTime)}.`;
  return `${went}${change}. ${fall}`;
}

/** The last close at or before each time, scaled so that the first is the start value. */
function rebased(closes: readonly (readonly [t: string, close: number])[], times: Float64Array, startValue: number): Float64Array {
  const values = new Float64Array(times.length).fill(Number.NaN);
  const first = closes[0]?.[1] ?? Number.NaN;
  let at = -1;
  for (const [i, time] of times.entries()) {
    while (at + 1 < closes.length && Date.parse(closes[at + 1]?.[0] ?? "") <= time) at++;
    if (at >= 0) values[i] = ((closes[at]?.[1] ?? Number.NaN) / first) * startValue;
  }
  return values;
}

export function* allValues(layers: readonly LineLayer[]): Generator<number> {
  for (const { values } of layers) yield* values;
}
