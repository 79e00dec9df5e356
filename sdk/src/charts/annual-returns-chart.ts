import type { Bar, ChartSpec } from "./chart-spec.ts";
import { type Curve, keptPointsNote } from "./curve.ts";
import { formatPercent, formatPercentNumber } from "./format.ts";
import { annualReturns } from "./period-table.ts";
import { linearAxis } from "./value-axis.ts";

export function annualReturnsChart(curve: Curve): ChartSpec {
  const years = annualReturns(curve);
  const known = years.flatMap(({ year, value }) => (value === null ? [] : [{ year, value }]));
  const sorted = known.toSorted((a, b) => Number(a.value) - Number(b.value));
  const [worst, best] = [sorted[0], sorted.at(-1)];
  const bars = years.flatMap(({ value }, i): Bar[] => {
    if (value === null) return [];
    const y1 = Number(value);
    return [{ x0: i - 0.5, x1: i + 0.5, y0: 0, y1, token: y1 < 0 ? "loss" : "gain", text: formatPercentNumber(value, 1) }];
  });
  const note = keptPointsNote(curve);
  return {
    id: "annual-returns",
    title: "Annual returns",
    sentence:
      worst === undefined || best === undefined
        ? "There is no return in any year."
        : `The best year was ${best.year} with ${formatPercent(best.value)}, the worst ${worst.year} with ${formatPercent(worst.value)}. The first and last year may not be whole.`,
    x: { kind: "band", names: years.map(({ year }) => String(year)) },
    y: linearAxis(
      bars.map(({ y1 }) => y1),
      { unit: "%", times: 100, include: [0] },
    ),
    layers: [{ kind: "bars", id: "return", label: "Return", bars }],
    table: {
      columns: [
        { id: "year", label: "Year", align: "left" },
        { id: "return", label: "Return, %", align: "right" },
      ],
      rows: known.map(({ year, value }) => [String(year), formatPercentNumber(value)]),
    },
    ...(note === undefined ? {} : { note }),
  };
}
