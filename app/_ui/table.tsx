"use client";

import { ArrowDown, ArrowUp } from "lucide-react";
import Link from "next/link";
import { type ReactNode, useMemo, useState } from "react";
import { classNames } from "./class-names.ts";

export interface Column<Row> {
  readonly id: string;
  /** With the unit, which does not stand in the cells. */
  readonly label: string;
  readonly cell: (row: Row) => ReactNode;
  /** Numbers are right-aligned. */
  readonly align?: "left" | "right";
  /** Makes the head a button. Strings by the reader's alphabet, numbers by size. */
  readonly sortBy?: (row: Row) => string | number;
  /** Place under 480 px: first line left or right, second line, or left out. `second` unless told. */
  readonly narrow?: "lead" | "trail" | "second" | "hidden";
  readonly isLabelHidden?: boolean;
  readonly className?: string;
}

interface TableProps<Row> {
  /** What the table shows, for screen readers. */
  readonly label: string;
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  readonly rowKey: (row: Row) => string;
  /** The row's page: its lead cell becomes a link, and the row can be clicked. */
  readonly rowHref?: (row: Row) => string;
  readonly isSelected?: (row: Row) => boolean;
  readonly className?: string;
}

/** A dense table of up to some hundred rows. Under 480 px each row is two lines. */
export function Table<Row>({ label, columns, rows, rowKey, rowHref, isSelected, className }: TableProps<Row>) {
  const [sort, setSort] = useState<{ id: string; isDown: boolean }>();
  const shown = useMemo(() => sorted(rows, columns, sort), [rows, columns, sort]);
  const lead = columns.find(({ narrow }) => narrow === "lead") ?? columns[0];

  return (
    // biome-ignore lint/a11y/useSemanticElements: a group of form controls it is not
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls sideways must be reachable by keys
    <div role="group" aria-label={label} tabIndex={0} className={classNames("overflow-x-auto rounded-md border", className)}>
      <table className="data-table w-full border-collapse">
        <caption className="sr-only">{label}</caption>
        <thead className="bg-panel">
          <tr>
            {columns.map((column) => (
              <th
                key={column.id}
                scope="col"
                aria-sort={sort?.id === column.id ? (sort.isDown ? "descending" : "ascending") : undefined}
                className={classNames(
                  "h-8 whitespace-nowrap px-3 font-medium text-muted",
                  column.align === "right" ? "text-right" : "text-left",
                )}
              >
                {column.sortBy === undefined ? (
                  <span className={column.isLabelHidden === true ? "sr-only" : ""}>{column.label}</span>
                ) : (
                  <button
                    type="button"
                    className="inline-flex items-center gap-1 hover:text-text"
                    onClick={() => setSort({ id: column.id, isDown: sort?.id === column.id ? !sort.isDown : column.align === "right" })}
                  >
                    {column.label}
                    <SortMark direction={sort?.id === column.id ? (sort.isDown ? "down" : "up") : undefined} />
                  </button>
                )}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {shown.map((row) => {
            const href = rowHref?.(row);
            return (
              <tr
                key={rowKey(row)}
                aria-selected={isSelected?.(row) === true ? true : undefined}
                className={classNames("relative border-t aria-selected:bg-panel", href === undefined ? "" : "hover:bg-panel")}
              >
                {columns.map((column) => (
                  <td
                    key={column.id}
                    data-narrow={column.narrow ?? (column === lead ? "lead" : "second")}
                    data-label={column.isLabelHidden === true ? undefined : column.label}
                    className={classNames("h-8 px-3", column.align === "right" ? "whitespace-nowrap text-right" : "", column.className)}
                  >
                    {href !== undefined && column === lead ? (
                      <Link href={href} className="font-medium after:absolute after:inset-0">
                        {column.cell(row)}
                      </Link>
                    ) : (
                      column.cell(row)
                    )}
                  </td>
                ))}
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}

export function SortMark({ direction }: { readonly direction: "up" | "down" | undefined }) {
  if (direction === undefined) return <span className="size-3.5" aria-hidden="true" />;
  const Icon = direction === "down" ? ArrowDown : ArrowUp;
  return <Icon className="size-3.5" aria-hidden="true" />;
}

function sorted<Row>(
  rows: readonly Row[],
  columns: readonly Column<Row>[],
  sort: { id: string; isDown: boolean } | undefined,
): readonly Row[] {
  const sortBy = columns.find(({ id }) => id === sort?.id)?.sortBy;
  if (sortBy === undefined || sort === undefined) return rows;
  const direction = sort.isDown ? -1 : 1;
  return [...rows].sort((a, b) => direction * compare(sortBy(a), sortBy(b)));
}

function compare(a: string | number, b: string | number): number {
  return typeof a === "number" && typeof b === "number" ? a - b : String(a).localeCompare(String(b), undefined, { numeric: true });
}
