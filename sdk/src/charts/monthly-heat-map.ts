import type { HeatCell, HeatMapSpec, HeatRow } from "./chart-spec.ts";
import { type Curve, keptPointsNote } from "./curve.ts";
import { formatPercent, formatPercentNumber, plural } from "./format.ts";
import { annualReturns, monthlyReturns, type PeriodReturn } from "./period-table.ts";

const months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** Returns by month with the year's own at the end of each row. */
export function monthlyHeatMap(curve: Curve): HeatMapSpec {
  const monthly = monthlyReturns(curve);
  const annual = annualReturns(curve);
  const strongest = strongestShade(monthly);
  const rows = annual.map(({ year, value }): HeatRow => {
    const ofYear = months.map((_, i) => cellOf(monthly.find((one) => one.year === year && one.month === i + 1)?.value, strongest));
    return { name: String(year), cells: [...ofYear, cellOf(value, strongest)] };
  });
  const columns = [...months, "YTD"];
  const note = keptPointsNote(curve);
  return {
    id: "monthly-returns",
    title: "Monthly returns",
    sentence: monthlySentence(monthly),
    columns,
    rows,
    unit: "%",
    table: {
      columns: [
        { id: "year", label: "Year", align: "left" },
        ...columns.map((name) => ({ id: name.toLowerCase(), label: `${name}, %`, align: "right" as const })),
      ],
      rows: rows.map(({ name, cells }) => [name, ...cells.map((cell) => cell?.text ?? "")]),
    },
    ...(note === undefined ? {} : { note }),
  };
}

/** The return that has the full shade: larger than 19 of 20, so that one month beyond all others does not pale the rest. */
function strongestShade(monthly: readonly PeriodReturn[]): number {
  const sizes = monthly.map(({ value }) => Math.abs(Number(value ?? 0))).sort((a, b) => a - b);
  return sizes[Math.floor((sizes.length - 1) * 0.95)] ?? 0;
}

function cellOf(value: string | null | undefined, strongest: number): HeatCell | null {
  if (value === null || value === undefined) return null;
  const weight = strongest === 0 ? 0 : Number(value) / strongest;
  return { value, text: formatPercentNumber(value, 1), weight: Math.max(-1, Math.min(1, weight)) };
}

function monthlySentence(monthly: readonly PeriodReturn[]): string {
  const known = monthly.flatMap(({ year, month, value }) =>
    value === null ? [] : [{ name: `${months[(month ?? 1) - 1]} ${year}`, value }],
  );
  const gains = known.filter(({ value }) => Number(value) > 0).length;
  const sorted = known.toSorted((a, b) => Number(a.value) - Number(b.value));
  const [worst, best] = [sorted[0], sorted.at(-1)];
  if (worst === undefined || best === undefined) return "There is no whole return in any month.";
  return `${gains} of ${plural(known.length, "month")} gained; the best was ${best.name} with ${formatPercent(best.value, 1)}, the worst ${worst.name} with ${formatPercent(worst.value, 1)}.`;
}
