"use client";

import { useMemo } from "react";
import { type ChartSpec, type Curve, exposureChart, rollingSharpeChart, rollingVolatilityChart } from "rustybt/charts";
import { ChartFrame } from "#app/_charts/chart-frame.tsx";
import { LineChart } from "#app/_charts/line-chart.tsx";
import { Readout } from "./readout.tsx";
import { useResultSource } from "./result-source.tsx";

export function ExposureTab({ curve }: { readonly curve: Curve }) {
  const { overview, fileName } = useResultSource();
  const periodsPerYear = Number(overview.metrics.find(({ id }) => id === "periodsPerYear")?.value ?? 0);
  const exposure = useMemo(() => exposureChart(curve), [curve]);
  const sharpe = useMemo(() => (periodsPerYear > 0 ? rollingSharpeChart(curve, { periodsPerYear }) : undefined), [curve, periodsPerYear]);
  const volatility = useMemo(
    () => (periodsPerYear > 0 ? rollingVolatilityChart(curve, { periodsPerYear }) : undefined),
    [curve, periodsPerYear],
  );
  return (
    <div className="flex flex-col gap-6">
      <Lines
        spec={exposure}
        fileName={`${fileName}-exposure`}
        about="Gross is the sum of the sizes of all positions, net counts short ones against long ones; both at the close, as a share of equity."
      />
      <div className="grid gap-6 xl:grid-cols-2">
        {sharpe !== undefined && (
          <Lines
            spec={sharpe}
            fileName={`${fileName}-rolling-sharpe`}
            about="Mean over sample standard deviation of the returns per exchange day in a sliding window, annualised; risk-free rate 0."
          />
        )}
        {volatility !== undefined && (
          <Lines
            spec={volatility}
            fileName={`${fileName}-rolling-volatility`}
            about="Sample standard deviation of the returns per exchange day in a sliding window, annualised."
          />
        )}
      </div>
    </div>
  );
}

function Lines({ spec, fileName, about }: { readonly spec: ChartSpec; readonly fileName: string; readonly about: string }) {
  return (
    <ChartFrame
      title={spec.title}
      unit={spec.y.unit}
      sentence={spec.sentence}
      note={spec.note}
      table={spec.table}
      fileName={fileName}
      about={<p>{about}</p>}
    >
      <Readout specs={[spec]} />
      <LineChart spec={spec} height={200} />
    </ChartFrame>
  );
}
