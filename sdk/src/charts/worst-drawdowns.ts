import type { TableSpec } from "./chart-spec.ts";
import { type Curve, keptPointsNote } from "./curve.ts";
import { formatDate, formatDecimal, formatPercent, formatPercentNumber, minusSign } from "./format.ts";

/** The deepest falls with their dates. */
export function worstDrawdowns(curve: Curve, most = 10): TableSpec {
  const shown = curve.drawdowns.slice(0, most);
  const [deepest] = shown;
  const note = keptPointsNote(curve);
  return {
    id: "worst-drawdowns",
    title: "Worst drawdowns",
    sentence:
      deepest === undefined
        ? "Equity never fell below an earlier high."
        : `${curve.drawdowns.length} falls; the deepest was ${formatPercent(deepest.depth)} and lasted ${formatDecimal(String(deepest.days))} days.`,
    table: {
      columns: [
        { id: "rank", label: "#", align: "right" },
        { id: "depth", label: "Depth, %", align: "right" },
        { id: "peak", label: "Peak", align: "right" },
        { id: "trough", label: "Trough", align: "right" },
        { id: "recovery", label: "Recovered", align: "right" },
        { id: "days", label: "Days", align: "right" },
      ],
      rows: shown.map(({ depth, peakTime, troughTime, recoveryTime, days }, i) => [
        String(i + 1),
        `${minusSign}${formatPercentNumber(depth)}`,
        formatDate(peakTime),
        formatDate(troughTime),
        recoveryTime === null ? "open" : formatDate(recoveryTime),
        formatDecimal(String(days)),
      ]),
    },
    ...(note === undefined ? {} : { note }),
  };
}
