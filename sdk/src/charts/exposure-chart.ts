import { calendarTicks } from "./calendar-axis.ts";
import type { ChartSpec, LineLayer, TableTwin } from "./chart-spec.ts";
import type { Curve } from "./curve.ts";
import { allValues, defaultTimeTicks } from "./equity-chart.ts";
import { formatPercent, formatPercentNumber, formatTime } from "./format.ts";
import { seriesStyle } from "./tokens.ts";
import { linearAxis } from "./value-axis.ts";

/** Gross and net exposure as a share of equity; a gap where equity is zero or less. */
export function exposureChart({ points }: Curve): ChartSpec {
  const share = (amounts: Float64Array): Float64Array =>
    amounts.map((amount, i) => {
      const equity = points.equity[i] as number;
      return equity > 0 ? amount / equity : Number.NaN;
    });
  const gross = share(points.gross);
  const net = share(points.net);
  const lastOf = (values: Float64Array): string => {
    const last = values.findLast((value) => !Number.isNaN(value));
    return last === undefined ? "" : formatPercent(last, 1);
  };
  // Long only, both are the same line.
  const differ = gross.some((value, i) => value !== net[i]);
  const layers: LineLayer[] = [
    { kind: "step", id: "gross", label: differ ? "Gross" : "Gross and net", ...seriesStyle(0), values: gross, endText: lastOf(gross) },
    ...(differ ? [{ kind: "step" as const, id: "net", label: "Net", ...seriesStyle(1), values: net, endText: lastOf(net) }] : []),
  ];
  const highest = gross.reduce((most, value) => (value > most ? value : most), 0);
  const held = gross.reduce((count, value) => (value > 0 ? count + 1 : count), 0);
  return {
    id: "exposure",
    title: "Exposure, share of equity",
    sentence:
      held === 0
        ? "Nothing was held at any point."
        : `Something was held at ${formatPercent(held / gross.length, 1)} of the points; gross exposure reached ${formatPercent(highest, 1)} of equity.`,
    x: { kind: "time", times: points.times, ticks: calendarTicks(points.times, defaultTimeTicks) },
    y: linearAxis(allValues(layers), { unit: "%", times: 100, include: [0] }),
    layers,
    get table(): TableTwin {
      return {
        columns: [
          { id: "t", label: "Time, UTC", align: "left" },
          { id: "gross", label: "Gross, %", align: "right" },
          { id: "net", label: "Net, %", align: "right" },
        ],
        rows: Array.from(points.times, (time, i) => [
          formatTime(time),
          ...[gross[i], net[i]].map((value) => (value === undefined || Number.isNaN(value) ? "" : formatPercentNumber(value, 1))),
        ]),
      };
    },
  };
}
