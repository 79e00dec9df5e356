"use client";

import dynamic from "next/dynamic";
import { useMemo } from "react";
import { annualReturnsChart, type Curve, monthlyHeatMap, worstDrawdowns } from "rustybt/charts";
import { ChartFrame } from "#app/_charts/chart-frame.tsx";
import { HeatMap } from "#app/_charts/heat-map.tsx";
import { formatPercent } from "#app/_lib/format.ts";
import { Skeleton } from "#app/_ui/skeleton.tsx";
import { useResultSource } from "./result-source.tsx";
import { SpecTable } from "./spec-table.tsx";

const BarChart = dynamic(() => import("#app/_charts/bar-chart.tsx").then((charts) => charts.BarChart), {
  ssr: false,
  loading: () => <Skeleton className="h-55 w-full" />,
});

export function MonthlyTab({ curve }: { readonly curve: Curve }) {
  const { fileName } = useResultSource();
  const monthly = useMemo(() => monthlyHeatMap(curve), [curve]);
  const annual = useMemo(() => annualReturnsChart(curve), [curve]);
  const worst = useMemo(() => worstDrawdowns(curve), [curve]);
  return (
    <div className="flex flex-col gap-8">
      <ChartFrame
        title={monthly.title}
        unit={monthly.unit}
        sentence={monthly.sentence}
        note={monthly.note}
        table={monthly.table}
        fileName={`${fileName}-monthly`}
        about={
          <p>
            Equity at the last point of each month over that of the month before, by exchange days. YTD is the year's own return. The first
            and last month may not be whole.
          </p>
        }
      >
        <HeatMap spec={monthly} />
      </ChartFrame>
      <div className="grid gap-8 xl:grid-cols-[minmax(0,1fr)_auto]">
        <ChartFrame
          title={annual.title}
          unit={annual.y.unit}
          sentence={annual.sentence}
          note={annual.note}
          table={annual.table}
          fileName={`${fileName}-annual`}
          about={<p>The return of each calendar year. The first and last may not be whole.</p>}
        >
          <BarChart spec={annual} height={220} formatValue={(value) => formatPercent(value, 1)} />
        </ChartFrame>
        <SpecTable spec={worst} fileName={`${fileName}-drawdowns`} about="The deepest falls from a high until it was reached again." />
      </div>
    </div>
  );
}
