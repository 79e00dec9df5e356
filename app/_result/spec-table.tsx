"use client";

import type { TableSpec } from "rustybt/charts";
import { DataActions } from "#app/_ui/data-actions.tsx";
import { Table } from "#app/_ui/table.tsx";

/** A table of the chart spec: the same rows as in the PDF. */
export function SpecTable({ spec, fileName, about }: { readonly spec: TableSpec; readonly fileName: string; readonly about: string }) {
  const { columns, rows } = spec.table;
  const hasLong = columns.some(({ isLong = false }) => isLong);
  return (
    <section aria-label={spec.title}>
      <div className="mb-1 flex min-h-6 items-center justify-between">
        <h2 className="font-medium">{spec.title}</h2>
        <DataActions
          title={spec.title}
          fileName={fileName}
          about={
            <>
              <p>{about}</p>
              <p className="text-muted">{spec.sentence}</p>
            </>
          }
          table={() => ({ head: columns.map(({ label }) => label), rows: () => rows })}
        />
      </div>
      {rows.length === 0 ? (
        <p className="text-muted">{spec.sentence}</p>
      ) : (
        <Table
          label={spec.title}
          columns={columns.map(({ id, label, align, isLong = false }, at) => ({
            id,
            label,
            align,
            cell: (row: readonly string[]) => (isLong ? <span className="text-muted">{row[at]}</span> : (row[at] ?? "")),
            ...(isLong ? { className: "min-w-60 whitespace-normal py-1.5", narrow: "second" as const } : {}),
            ...(hasLong && align === "right" ? { narrow: "trail" as const } : {}),
          }))}
          rows={rows}
          rowKey={(row) => row.join(" ")}
        />
      )}
      {spec.note !== undefined && <p className="mt-1 text-muted text-note">{spec.note}</p>}
    </section>
  );
}
