"use client";

import { formatDecimal, formatMetric } from "#app/_lib/format.ts";
import { DataActions } from "#app/_ui/data-actions.tsx";
import { type Column, Table } from "#app/_ui/table.tsx";
import type { RunOverview } from "#server/runs/results/overview.ts";
import { useResultSource } from "./result-source.tsx";

type Metric = RunOverview["metrics"][number];

export function MetricsTab() {
  const { overview, fileName } = useResultSource();
  const { metrics, summary } = overview;
  const columns: Column<Metric>[] = [
    {
      id: "label",
      label: "Metric",
      cell: ({ label }) => label,
      narrow: "lead",
      className: "whitespace-nowrap font-medium",
      sortBy: ({ label }) => label,
    },
    {
      id: "value",
      label: "Value",
      align: "right",
      narrow: "trail",
      cell: (metric) =>
        metric.undefinedBecause === undefined ? (
          formatMetric(metric, summary.currency)
        ) : (
          <span className="text-muted">undefined: {metric.undefinedBecause}</span>
        ),
    },
    { id: "sample", label: "Observations", align: "right", cell: ({ sampleSize }) => formatDecimal(String(sampleSize)), narrow: "hidden" },
    {
      id: "definition",
      label: "Definition",
      cell: ({ definition }) => <span className="text-muted">{definition}</span>,
      narrow: "second",
      className: "py-1.5",
    },
  ];
  return (
    <>
      <div className="mb-2 flex min-h-8 items-center justify-between">
        <span className="text-muted">{metrics.length} metrics</span>
        <DataActions
          title="Metrics"
          fileName={`${fileName}-metrics`}
          about={
            <p>
              Each with its definition and how many observations went in. Ratios of money are exact quotients, rounded half-even; a metric
              that has no value says why. CSV has the values as the result document has them.
            </p>
          }
          table={() => ({
            head: ["id", "label", "value", "unit", "observations", "definition", "undefined because"],
            rows: () =>
              metrics.map((metric) => [
                metric.id,
                metric.label,
                metric.value,
                metric.unit,
                metric.sampleSize,
                metric.definition,
                metric.undefinedBecause,
              ]),
          })}
        />
      </div>
      <Table label="Metrics" columns={columns} rows={metrics} rowKey={({ id }) => id} />
    </>
  );
}
