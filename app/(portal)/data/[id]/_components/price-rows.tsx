"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { apiProblem } from "#app/_lib/api-problem.ts";
import { formatDate, formatDecimal } from "#app/_lib/format.ts";
import { useTRPC } from "#app/_lib/trpc.tsx";
import { Button } from "#app/_ui/button.tsx";
import { Problem } from "#app/_ui/problem.tsx";
import { SkeletonTable } from "#app/_ui/skeleton.tsx";
import { Table } from "#app/_ui/table.tsx";

interface PriceRowsProps {
  readonly versionId: string;
  readonly symbol: { readonly symbol: string; readonly rows: number; readonly isDaily: boolean };
}

const pageSize = 25;

/** Bars exactly as they are stored, a page at a time. */
export function PriceRows({ versionId, symbol: { symbol, rows, isDaily } }: PriceRowsProps) {
  const lastPage = Math.max(0, Math.ceil(rows / pageSize) - 1);
  const [page, setPage] = useState(0);
  const input = { versionId, symbol, from: page * pageSize, count: pageSize };
  const query = useQuery({
    ...useTRPC().datasets.preview.queryOptions(input),
    staleTime: Number.POSITIVE_INFINITY,
    placeholderData: keepPreviousData,
  });
  if (query.isPending) return <SkeletonTable rows={pageSize} columns={6} />;
  if (query.isError) {
    const { message, hint, requestId } = apiProblem(query.error);
    return (
      <Problem title={message} requestId={requestId} action={<Button onClick={() => void query.refetch()}>Try again</Button>}>
        {hint}
      </Problem>
    );
  }
  const { from, page: shown } = query.data;
  const price = (label: string, of: (row: (typeof shown)[number]) => string | null) =>
    ({
      id: label,
      label,
      align: "right",
      cell: (row: (typeof shown)[number]) => formatDecimal(of(row) ?? ""),
      narrow: label === "Close" ? "trail" : label === "Volume" ? "hidden" : "second",
    }) as const;
  const hasVolume = shown.some(({ volume }) => volume !== null);
  return (
    <section aria-label="Bars" className="flex flex-col gap-2">
      <Table
        label={`Bars of ${symbol}`}
        rows={shown}
        rowKey={({ time }) => time}
        columns={[
          {
            id: "time",
            label: "Time (UTC)",
            cell: ({ time }) => <time dateTime={time}>{isDaily ? formatDate(time) : time.slice(0, 16).replace("T", " ")}</time>,
            narrow: "lead",
          },
          price("Open", ({ open }) => open),
          price("High", ({ high }) => high),
          price("Low", ({ low }) => low),
          price("Close", ({ close }) => close),
          ...(hasVolume ? [price("Volume", ({ volume }) => volume)] : []),
        ]}
      />
      <nav aria-label="Pages of bars" className="flex flex-wrap items-center justify-between gap-2">
        <span className="tabular text-muted text-note" role="status">
          {formatDecimal(from + 1)} – {formatDecimal(from + shown.length)} of {formatDecimal(rows)}
        </span>
        <div className="flex gap-1">
          <Button size="sm" disabled={page === 0} onClick={() => setPage(0)}>
            First
          </Button>
          <Button size="sm" disabled={page === 0} onClick={() => setPage(page - 1)}>
            Previous
          </Button>
          <Button size="sm" disabled={page === lastPage} onClick={() => setPage(page + 1)}>
            Next
          </Button>
          <Button size="sm" disabled={page === lastPage} onClick={() => setPage(lastPage)}>
            Last
          </Button>
        </div>
      </nav>
    </section>
  );
}
