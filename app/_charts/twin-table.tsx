"use client";

import type { TableTwin } from "rustybt/charts";
import { VirtualTable } from "#app/_ui/virtual-table.tsx";

/** The data of a chart as rows. */
export function TwinTable({ title, table }: { readonly title: string; readonly table: TableTwin }) {
  return (
    <VirtualTable
      label={title}
      count={table.rows.length}
      height={320}
      columns={table.columns.map(({ id, label, align }, column) => ({
        id,
        label,
        align,
        width: align === "left" ? "minmax(9rem, 1fr)" : "minmax(7rem, 1fr)",
        text: (row) => table.rows[row]?.[column] ?? "",
      }))}
    />
  );
}
