"use client";

import dynamic from "next/dynamic";
import Link from "next/link";
import { useMemo } from "react";
import { ChartFrame } from "#app/_charts/chart-frame.tsx";
import { ChartGroup } from "#app/_charts/chart-group.tsx";
import { Readout } from "#app/_result/readout.tsx";
import { Skeleton } from "#app/_ui/skeleton.tsx";
import { type Column, Table } from "#app/_ui/table.tsx";
import { comparedEquity, type DailyCurve } from "../compared-curves.ts";
import type { ComparedMetric } from "../compared-runs.ts";

const LineChart = dynamic(() => import("#app/_charts/line-chart.tsx").then((charts) => charts.LineChart), {
  ssr: false,
  loading: () => <Skeleton className="h-70 w-full" />,
});

interface ComparisonProps {
  readonly runs: readonly { readonly id: string; readonly name: string; readonly note: string }[];
  readonly metrics: readonly ComparedMetric[];
  readonly curves: readonly DailyCurve[];
}

/** Runs beside each other; the first is what the others are measured against. */
export function Comparison({ runs, metrics, curves }: ComparisonProps) {
  const spec = useMemo(() => comparedEquity(curves), [curves]);
  const columns: readonly Column<ComparedMetric>[] = [
    {
      id: "metric",
      label: "Metric",
      narrow: "lead",
      cell: ({ label, definition }) => <span title={definition}>{label}</span>,
      text: ({ label }) => label,
      className: "whitespace-nowrap font-medium",
    },
    ...runs.map(({ id, name }, place): Column<ComparedMetric> => {
      return {
        id,
        label: name,
        align: "right",
        narrow: "second",
        cell: ({ cells }) => (
          <>
            {cells[place]?.difference !== undefined && <span className="mr-2 text-muted text-note">{cells[place].difference}</span>}
            {cells[place]?.text}
          </>
        ),
        text: ({ cells }) => cells[place]?.text ?? null,
      };
    }),
  ];
  return (
    <div className="flex flex-col gap-6">
      <ul className="flex flex-col gap-1">
        {runs.map(({ id, name, note }) => (
          <li key={id}>
            <Link href={`/runs/${id}`} className="font-medium text-accent hover:underline">
              {name}
            </Link>{" "}
            <span className="text-muted">{note}</span>
          </li>
        ))}
      </ul>
      <ChartGroup>
        <ChartFrame
          title={spec.title}
          sentence={spec.sentence}
          table={spec.table}
          fileName="compared-equity"
          about={
            <p>
              The last equity of each day as percent of the run's own start value, so that runs of different sizes can be laid over each
              other.
            </p>
          }
        >
          <Readout specs={[spec]} />
          <LineChart spec={spec} height={280} />
        </ChartFrame>
      </ChartGroup>
      <Table
        label="Metrics of the runs"
        columns={columns}
        rows={metrics}
        rowKey={({ id }) => id}
        fileName="compared-metrics"
        head={<h2 className="font-semibold text-body">Metrics</h2>}
        about={
          <p>
            In small print before each figure: its difference from that of the first run. It says nothing about whether the difference is
            more than chance.
          </p>
        }
      />
    </div>
  );
}
