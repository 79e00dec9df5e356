"use client";

import { type ReactNode, useMemo } from "react";
import { formatDecimal, plural } from "#app/_lib/format.ts";
import { Button } from "#app/_ui/button.tsx";
import { DataActions } from "#app/_ui/data-actions.tsx";
import { Problem } from "#app/_ui/problem.tsx";
import { VirtualTable } from "#app/_ui/virtual-table.tsx";
import { useResultSource } from "./result-source.tsx";
import type { RowTable } from "./rows/row-table.ts";
import type { RowTest } from "./rows/row-view.ts";
import { useRowView } from "./rows/use-row-view.ts";
import { StepButtons } from "./step-buttons.tsx";
import type { ResultColumn } from "./table-columns.ts";

interface ResultTableProps {
  /** Names the table and its file. */
  readonly title: string;
  /** Of one row. */
  readonly noun: string;
  readonly table: RowTable;
  readonly columns: readonly ResultColumn[];
  /** What is copied and exported, in this order, exact. */
  readonly exported: readonly string[];
  readonly about: ReactNode;
  readonly where?: readonly RowTest[];
  /** Controls that narrow the rows. */
  readonly filters?: ReactNode;
  readonly height?: number;
  readonly empty?: string;
  readonly selection?: {
    readonly row: number | undefined;
    readonly onSelect: (row: number | undefined) => void;
    /** What a chosen row opens; `steps` lead to its neighbours on the screen. */
    readonly panel: (row: number, steps: ReactNode) => ReactNode;
  };
}

const everything: readonly RowTest[] = [];

/** A table of a result, however long: narrowed, sorted, read row by row in a panel beside it, copied and exported. */
export function ResultTable({
  title,
  noun,
  table,
  columns,
  exported,
  about,
  where = everything,
  filters,
  height,
  empty,
  selection,
}: ResultTableProps) {
  const { fileName } = useResultSource();
  const sortAs = useMemo(() => Object.fromEntries(columns.map(({ id, sortAs }) => [id, sortAs])), [columns]);
  const { rows, count, error, retry, ...view } = useRowView(table, where, sortAs);
  const selected = selection?.row;
  return (
    <div>
      <div className="mb-2 flex min-h-8 flex-wrap items-center justify-between gap-2">
        <div className="flex flex-wrap items-center gap-2">
          {filters}
          <span className="text-muted">{count === 1 ? plural(1, noun) : `${formatDecimal(String(count))} ${noun}s`}</span>
        </div>
        <DataActions
          title={title}
          fileName={`${fileName}-${title.toLowerCase()}`}
          about={about}
          table={(format) => table.export(format, exported, rows)}
        />
      </div>
      {error === null ? (
        <VirtualTable
          label={title}
          columns={columns}
          count={table.count}
          rows={rows}
          selected={selected}
          {...(height === undefined ? {} : { height })}
          {...(selection === undefined ? {} : { onSelect: selection.onSelect })}
          {...view}
          empty={empty}
        />
      ) : (
        <Problem title={`The ${noun}s could not be sorted or narrowed`} action={<Button onClick={retry}>Try again</Button>}>
          {error.message} Load the page anew if it fails once more.
        </Problem>
      )}
      {selected !== undefined &&
        selection?.panel(
          selected,
          <StepButtons
            noun={noun}
            at={rows === undefined ? selected : rows.indexOf(selected)}
            count={count}
            onMove={(place) => selection.onSelect(rows?.[place] ?? place)}
          />,
        )}
    </div>
  );
}
