"use client";

import { formatDate, formatDecimal, formatList } from "#app/_lib/format.ts";
import { Empty } from "#app/_ui/empty.tsx";
import { Moment } from "#app/_ui/moment.tsx";
import { Table } from "#app/_ui/table.tsx";
import { intervalText } from "./interval-text.ts";

interface ListedDataset {
  readonly id: string;
  readonly name: string;
  readonly number: number;
  readonly rows: number;
  readonly symbolCount: number;
  readonly symbols: readonly string[];
  readonly from: string | null;
  readonly to: string | null;
  readonly isDaily: boolean;
  readonly intervalMs: number;
  readonly expected: number | null;
  readonly missing: number | null;
  readonly changedAt: Date;
}

interface DatasetsTableProps {
  readonly datasets: readonly ListedDataset[];
  readonly isEditor: boolean;
  readonly isArchive: boolean;
}

export function DatasetsTable({ datasets, isEditor, isArchive }: DatasetsTableProps) {
  if (datasets.length === 0 && isArchive) {
    return (
      <Empty title="Nothing is archived">
        An archived dataset leaves the list and the run form; runs over it stay, and it can be restored.
      </Empty>
    );
  }
  if (datasets.length === 0) {
    return (
      <Empty title="No data yet">
        Runs read prices from datasets. Import a CSV of bars (also .csv.gz, or one CSV in a zip): its columns are found, every row is
        checked, and prices are kept exactly as written.
        {!isEditor && " Researchers, admins and owners import data."}
      </Empty>
    );
  }
  return (
    <Table
      label="Datasets"
      rows={datasets}
      rowKey={({ id }) => id}
      rowHref={({ id }) => `/data/${id}`}
      columns={[
        { id: "name", label: "Name", cell: ({ name }) => name, sortBy: ({ name }) => name, narrow: "lead" },
        {
          id: "symbols",
          label: "Symbols",
          cell: ({ symbols, symbolCount }) =>
            symbolCount <= 4 ? formatList(symbols) : `${symbols.slice(0, 3).join(", ")} and ${symbolCount - 3} more`,
          sortBy: ({ symbolCount }) => symbolCount,
        },
        {
          id: "period",
          label: "Period",
          cell: ({ from, to }) => (from === null || to === null ? "" : `${formatDate(from)} – ${formatDate(to)}`),
          sortBy: ({ from }) => from ?? "",
          className: "whitespace-nowrap",
        },
        {
          id: "interval",
          label: "Interval",
          cell: ({ isDaily, intervalMs }) => intervalText(intervalMs, isDaily),
          sortBy: ({ intervalMs }) => intervalMs,
          narrow: "hidden",
        },
        { id: "rows", label: "Bars", cell: ({ rows }) => formatDecimal(rows), align: "right", sortBy: ({ rows }) => rows, narrow: "trail" },
        {
          id: "missing",
          label: "Missing",
          cell: ({ missing, expected }) => (expected ? formatDecimal(missing ?? 0) : "–"),
          align: "right",
          sortBy: ({ missing }) => missing ?? -1,
          narrow: "hidden",
        },
        { id: "version", label: "Version", cell: ({ number }) => number, align: "right", sortBy: ({ number }) => number, narrow: "hidden" },
        {
          id: "changed",
          label: "Imported",
          cell: ({ changedAt }) => <Moment at={changedAt} />,
          align: "right",
          sortBy: ({ changedAt }) => changedAt.getTime(),
          narrow: "hidden",
        },
      ]}
    />
  );
}
