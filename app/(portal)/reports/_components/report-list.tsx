"use client";

import { FileDown } from "lucide-react";
import Link from "next/link";
import { formatDate, formatList, formatMoney, formatPercent } from "#app/_lib/format.ts";
import { SignedAmount } from "#app/_ui/amount.tsx";
import { Button } from "#app/_ui/button.tsx";
import { Empty } from "#app/_ui/empty.tsx";
import { type Column, Table } from "#app/_ui/table.tsx";
import type { RunListItem } from "#server/runs/index.ts";

const columns: readonly Column<RunListItem>[] = [
  {
    id: "run",
    label: "Run",
    narrow: "lead",
    cell: ({ strategy }) => `${strategy.name} @ ${strategy.number}`,
    sortBy: ({ strategy }) => strategy.name,
  },
  { id: "symbols", label: "Symbols", narrow: "second", cell: ({ symbols }) => formatList(symbols) },
  {
    id: "period",
    label: "Period",
    narrow: "hidden",
    cell: ({ result }) => (result === null ? "" : `${formatDate(result.from)} to ${formatDate(result.to)}`),
  },
  {
    id: "return",
    label: "Return",
    align: "right",
    narrow: "second",
    cell: ({ result }) => (result === null ? "" : <SignedAmount value={result.totalReturn} text={formatPercent(result.totalReturn)} />),
    sortBy: ({ result }) => Number(result?.totalReturn ?? 0),
  },
  {
    id: "end",
    label: "End value",
    align: "right",
    narrow: "hidden",
    cell: ({ result }) => (result === null ? "" : formatMoney(result.endValue, result.currency)),
  },
  {
    id: "finished",
    label: "Finished",
    narrow: "hidden",
    cell: ({ finishedAt }) => (finishedAt === null ? "" : formatDate(finishedAt.toISOString())),
    sortBy: ({ finishedAt }) => finishedAt?.getTime() ?? 0,
  },
  {
    id: "pdf",
    label: "Report",
    isLabelHidden: true,
    align: "right",
    narrow: "trail",
    cell: ({ id, strategy, result }) =>
      result?.isPdfReady === true ? (
        // Above the row's own link.
        <Button asChild size="sm" variant="ghost" className="relative z-10">
          <a href={`/api/runs/${id}/pdf`} download aria-label={`PDF of ${strategy.name} @ ${strategy.number}`}>
            <FileDown aria-hidden="true" />
            PDF
          </a>
        </Button>
      ) : (
        <span className="text-muted">PDF not made yet</span>
      ),
  },
];

/** The tear sheets of the newest finished runs. */
export function ReportList({ runs }: { readonly runs: readonly RunListItem[] }) {
  return (
    <section aria-label="Tear sheets">
      {runs.length === 0 ? (
        <>
          <h2 className="mb-2 font-semibold text-body">Tear sheets</h2>
          <Empty
            title="No run has finished yet"
            action={
              <Button asChild>
                <Link href="/runs/new">New backtest</Link>
              </Button>
            }
          >
            Each finished run has a report of two pages: figures, curves, drawdowns, costs, and the fingerprints that let anybody check it.
          </Empty>
        </>
      ) : (
        <Table
          label="Tear sheets"
          columns={columns}
          rows={runs}
          rowKey={({ id }) => id}
          rowHref={({ id }) => `/runs/${id}`}
          isTwoLines
          head={<h2 className="font-semibold text-body">Tear sheets</h2>}
          about={
            <p>The newest finished runs. Each has a report of two pages as PDF, made from the verified result a moment after the run.</p>
          }
        />
      )}
    </section>
  );
}
