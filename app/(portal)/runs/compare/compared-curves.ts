import { type ChartSpec, calendarTicks, type LineLayer, linearAxis, seriesStyle } from "rustybt/charts";
import { formatDate, formatDecimal } from "#app/_lib/format.ts";

const day = 86_400_000;

export interface DailyCurve {
  readonly name: string;
  /** Days since 1970. */
  readonly days: readonly number[];
  /** At the end of each; one more in front when it begins with the start value. */
  readonly equity: readonly number[];
  readonly startValue: number;
}

/** Equity of several runs by day, each as percent of its own start value; a run has no line outside its period. */
export function comparedEquity(curves: readonly DailyCurve[]): ChartSpec {
  const days = [...new Set(curves.flatMap((curve) => curve.days))].sort((a, b) => a - b);
  const times = Float64Array.from(days, (one) => one * day);
  const layers = curves.map((curve, index): LineLayer => {
    const ofDay = new Map(curve.days.map((one, at) => [one, ((curve.equity[at] ?? Number.NaN) / curve.startValue) * 100]));
    const [first = 0, last = 0] = [curve.days[0], curve.days.at(-1)];
    let value = Number.NaN;
    const values = Float64Array.from(days, (one) => {
      if (one < first || one > last) return Number.NaN;
      value = ofDay.get(one) ?? value;
      return value;
    });
    return { kind: "line", id: String(index), label: curve.name, ...seriesStyle(index), values, endText: percent(ofDay.get(last)) };
  });
  const ends = layers.map(({ label, endText }) => `${label} ended at ${endText}`);
  return {
    id: "compared-equity",
    title: "Equity, start value = 100",
    sentence: `${ends.join("; ")} of its start value.`,
    x: { kind: "time", times, ticks: calendarTicks(times, 8) },
    y: linearAxis(
      layers.flatMap(({ values }) => Array.from(values)),
      { unit: "", include: [100] },
    ),
    layers,
    get table() {
      return {
        columns: [
          { id: "t", label: "Day", align: "left" as const },
          ...layers.map(({ id, label }) => ({ id, label, align: "right" as const })),
        ],
        rows: days.map((one, at) => [formatDate(one * day), ...layers.map(({ values }) => percent(values[at]))]),
      };
    },
  };
}

function percent(value: number | undefined): string {
  return value === undefined || Number.isNaN(value) ? "" : formatDecimal(value, 2);
}
