import { calendarTicks } from "./calendar-axis.ts";
import type { ChartSpec, TableTwin } from "./chart-spec.ts";
import type { Curve } from "./curve.ts";
import { defaultTimeTicks } from "./equity-chart.ts";
import { formatDate, formatPercent, formatPercentNumber, formatTime } from "./format.ts";
import { linearAxis } from "./value-axis.ts";

/** The axis reaches down at least so far, also where equity never fell. */
const least = -0.01;

/** The fall from the highest equity so far, below zero. */
export function drawdownChart({ points, drawdowns }: Curve): ChartSpec {
  const values = points.drawdown.map((fall) => (fall === 0 ? 0 : -fall));
  const now = values.at(-1) ?? 0;
  return {
    id: "drawdown",
    title: "Drawdown",
    sentence: drawdownSentence(drawdowns),
    x: { kind: "time", times: points.times, ticks: calendarTicks(points.times, defaultTimeTicks) },
    y: linearAxis(values, { unit: "%", times: 100, include: [0, least] }),
    layers: [{ kind: "area", id: "drawdown", label: "Drawdown", token: "loss", dash: [], values, endText: formatPercent(now) }],
    get table(): TableTwin {
      return {
        columns: [
          { id: "t", label: "Time, UTC", align: "left" },
          { id: "drawdown", label: "Drawdown, %", align: "right" },
        ],
        rows: Array.from(points.times, (time, i) => [formatTime(time), formatPercentNumber(values[i] as number)]),
      };
    },
  };
}

function drawdownSentence(drawdowns: Curve["drawdowns"]): string {
  const [deepest] = drawdowns;
  if (deepest === undefined) return "Equity never fell below an earlier high.";
  const recovered = deepest.recoveryTime === null ? "not recovered by the end" : `recovered on ${formatDate(deepest.recoveryTime)}`;
  return `The deepest fall was ${formatPercent(deepest.depth)}, from ${formatDate(deepest.peakTime)} to ${formatDate(deepest.troughTime)}, ${recovered}.`;
}
