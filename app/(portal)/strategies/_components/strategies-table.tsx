"use client";

import type { ReactNode } from "react";
import { DataActions } from "#app/_ui/data-actions.tsx";
import { Empty } from "#app/_ui/empty.tsx";
import { Moment } from "#app/_ui/moment.tsx";
import { Table } from "#app/_ui/table.tsx";

interface ListedStrategy {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly versions: number;
  readonly runs: number;
  readonly changedAt: Date;
}

interface StrategiesTableProps {
  readonly strategies: readonly ListedStrategy[];
  readonly isArchived: boolean;
  /** What to do when there is none. */
  readonly action: ReactNode;
}

export function StrategiesTable({ strategies, isArchived, action }: StrategiesTableProps) {
  if (strategies.length === 0) {
    if (isArchived)
      return <Empty title="Nothing is archived">A strategy that is archived is kept here, with its versions and its runs.</Empty>;
    return (
      <Empty title="No strategies yet" action={action}>
        A strategy is a TypeScript file, or several that import each other. Start one from a template that runs as it is; every save is kept
        as a version that runs can name.
      </Empty>
    );
  }
  return (
    <>
      <div className="mb-1 flex justify-end">
        <DataActions
          title="Strategies"
          fileName="strategies"
          table={() => ({
            head: ["Name", "Description", "Versions", "Runs", "Changed"],
            rows: () =>
              strategies.map(({ name, description, versions, runs, changedAt }) => [
                name,
                description,
                versions,
                runs,
                changedAt.toISOString(),
              ]),
          })}
          about={
            <p>The strategies of this organisation, the one changed last first. Every save is a version; a run names the version it ran.</p>
          }
        />
      </div>
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
            narrow: "hidden",
          },
          {
            id: "versions",
            label: "Versions",
            cell: ({ versions }) => versions,
            align: "right",
            sortBy: ({ versions }) => versions,
            narrow: "hidden",
          },
          { id: "runs", label: "Runs", cell: ({ runs }) => runs, align: "right", sortBy: ({ runs }) => runs, narrow: "second" },
          {
            id: "changed",
            label: "Changed",
            cell: ({ changedAt }) => <Moment at={changedAt} />,
            sortBy: ({ changedAt }) => changedAt.getTime(),
            narrow: "trail",
          },
        ]}
      />
    </>
  );
}
