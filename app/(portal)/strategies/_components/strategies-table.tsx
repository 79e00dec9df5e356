"use client";

import { formatTime, plural } from "#app/_lib/format.ts";
import { Empty } from "#app/_ui/empty.tsx";
import { Table } from "#app/_ui/table.tsx";

interface ListedStrategy {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly versions: number;
  readonly runs: number;
  readonly changedAt: Date;
}

export function StrategiesTable({ strategies }: { readonly strategies: readonly ListedStrategy[] }) {
  if (strategies.length === 0) {
    return (
      <Empty title="No strategies yet">
        A strategy is one TypeScript file. Start one from a template that runs as it is; every save is kept as a version that runs can name.
      </Empty>
    );
  }
  return (
    <Table
      label="Strategies"
      rows={strategies}
      rowKey={({ id }) => id}
      rowHref={({ id }) => `/strategies/${id}`}
      columns={[
        { id: "name", label: "Name", cell: ({ name }) => name, sortBy: ({ name }) => name, narrow: "lead" },
        {
          id: "description",
          label: "Description",
          cell: ({ description }) => <span className="text-muted">{description}</span>,
          narrow: "second",
        },
        {
          id: "versions",
          label: "Versions",
          cell: ({ versions }) => plural(versions, "version"),
          align: "right",
          sortBy: ({ versions }) => versions,
          narrow: "hidden",
        },
        { id: "runs", label: "Runs", cell: ({ runs }) => plural(runs, "run"), align: "right", sortBy: ({ runs }) => runs, narrow: "trail" },
        {
          id: "changed",
          label: "Changed",
          cell: ({ changedAt }) => <time dateTime={changedAt.toISOString()}>{formatTime(changedAt.toISOString())}</time>,
          align: "right",
          sortBy: ({ changedAt }) => changedAt.getTime(),
          narrow: "second",
        },
      ]}
    />
  );
}
