import { dayMs } from "@rustybt/engine/figures";
import { calendarTicks } from "./calendar-axis.ts";
import type { ChartSpec, TableTwin } from "./chart-spec.ts";
import { type Curve, keptPointsNote } from "./curve.ts";
import { defaultTimeTicks } from "./equity-chart.ts";
import { formatDate, formatDecimal, formatPercent, formatPercentNumber } from "./format.ts";
import { seriesStyle } from "./tokens.ts";
import { linearAxis } from "./value-axis.ts";

export interface RollingOptions {
  /** The metric `periodsPerYear` of the run, by which a window is annualised. */
  readonly periodsPerYear: number;
  /** Returns in a window; half a year without it. */
  readonly window?: number;
}

/** Mean / sample standard deviation (n - 1) × √periodsPerYear over the last returns; the risk-free rate is 0. */
export function rollingSharpeChart(curve: Curve, options: RollingOptions): ChartSpec {
  return rollingChart(curve, options, {
    id: "rolling-sharpe",
    name: "Sharpe",
    unit: "",
    times: 1,
    of: ({ mean, deviation }, factor) => (deviation === 0 ? Number.NaN : (mean / deviation) * Math.sqrt(factor)),
    text: (value) => formatDecimal(value, 2),
    cell: (value) => formatDecimal(value, 2),
  });
}

/** Sample standard deviation (n - 1) × √periodsPerYear over the last returns. */
export function rollingVolatilityChart(curve: Curve, options: RollingOptions): ChartSpec {
  return rollingChart(curve, options, {
    id: "rolling-volatility",
    name: "volatility",
    unit: "%",
    times: 100,
    of: ({ deviation }, factor) => deviation * Math.sqrt(factor),
    text: (value) => formatPercent(value),
    cell: (value) => formatPercentNumber(value),
  });
}

interface Moments {
  readonly mean: number;
  readonly deviation: number;
}

interface Statistic {
  readonly id: string;
  readonly name: string;
  readonly unit: string;
  readonly times: number;
  of(moments: Moments, periodsPerYear: number): number;
  text(value: number): string;
  cell(value: number): string;
}

function rollingChart(curve: Curve, { periodsPerYear, window: given }: RollingOptions, statistic: Statistic): ChartSpec {
  const { days, returns } = dailyReturns(curve);
  const length = given ?? Math.max(2, Math.round(periodsPerYear / 2));
  const all = rollingMoments(returns, length).map((moments) => statistic.of(moments, periodsPerYear));
  const values = Float64Array.from(all);
  const times = Float64Array.from(days.slice(length - 1), (day) => day * dayMs);
  const last = values.findLast((value) => Number.isFinite(value));
  const note = keptPointsNote(curve);
  const title = `Rolling ${statistic.name}, ${length} returns`;
  return {
    id: statistic.id,
    title,
    sentence: rollingSentence(statistic, times, values, length),
    x: { kind: "time", times, ticks: calendarTicks(times, defaultTimeTicks) },
    y: linearAxis(values, { unit: statistic.unit, times: statistic.times, include: [0] }),
    layers: [
      {
        kind: "line",
        id: statistic.id,
        label: title,
        ...seriesStyle(0),
        values,
        endText: last === undefined ? "" : statistic.text(last),
      },
    ],
    get table(): TableTwin {
      return {
        columns: [
          { id: "day", label: "Day", align: "left" },
          { id: statistic.id, label: statistic.unit === "" ? title : `${title}, ${statistic.unit}`, align: "right" },
        ],
        rows: Array.from(times, (time, i) => {
          const value = values[i] as number;
          return [formatDate(time), Number.isFinite(value) ? statistic.cell(value) : ""];
        }),
      };
    },
    ...(note === undefined ? {} : { note }),
  };
}

function rollingSentence({ name, text }: Statistic, times: Float64Array, values: Float64Array, length: number): string {
  const known = Array.from(values, (value, i) => ({ value, time: times[i] as number })).filter(({ value }) => Number.isFinite(value));
  const sorted = known.toSorted((a, b) => a.value - b.value);
  const [least, most, last] = [sorted[0], sorted.at(-1), known.at(-1)];
  if (least === undefined || most === undefined || last === undefined) return `The run has fewer than ${length} returns.`;
  return `Over ${length} returns the ${name} lay between ${text(least.value)} (${formatDate(least.time)}) and ${text(most.value)} (${formatDate(most.time)}); at the end it was ${text(last.value)}.`;
}

/** Returns from one exchange day to the next with the day they lead to, sampled like the metrics. */
function dailyReturns({ daily, startValue }: Curve): { days: readonly number[]; returns: readonly number[] } {
  const days: number[] = [];
  const returns: number[] = [];
  let before = Number(startValue);
  for (const [i, amount] of daily.equity.entries()) {
    const now = Number(amount);
    if (i > 0 || !daily.opensWithOnePoint) {
      days.push(daily.days[i] ?? 0);
      returns.push(before > 0 ? now / before - 1 : Number.NaN);
    }
    before = now;
  }
  return { days, returns };
}

function rollingMoments(returns: readonly number[], length: number): Moments[] {
  const found: Moments[] = [];
  for (let end = length; end <= returns.length; end++) {
    let sum = 0;
    for (let i = end - length; i < end; i++) sum += returns[i] as number;
    const mean = sum / length;
    let squares = 0;
    for (let i = end - length; i < end; i++) squares += ((returns[i] as number) - mean) ** 2;
    found.push({ mean, deviation: Math.sqrt(squares / (length - 1)) });
  }
  return found;
}
