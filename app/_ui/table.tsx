"use client";

import { ArrowDown, ArrowUp } from "lucide-react";
import Link from "next/link";
import { type ReactNode, useMemo, useState } from "react";
import { classNames } from "./class-names.ts";
import { DataActions } from "./data-actions.tsx";

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
  /** Left out where the table has less room; copy and CSV have it all the same. */
  readonly from?: "wide" | "widest";
  /** What copy and CSV have of it, where that is neither the cell's own text nor what it is sorted by. */
  readonly text?: (row: Row) => string | number | null;
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
  /** Puts copy, CSV and "what is this" above the table. */
  readonly about?: ReactNode;
  /** Of the CSV, without its ending. */
  readonly fileName?: string;
  /** At the left of these. */
  readonly head?: ReactNode;
  /** On a phone a row is never more than two lines: what has no room in the second is cut. */
  readonly isTwoLines?: boolean;
}

/** A dense table of up to some hundred rows. Under 480 px each row is two lines. */
export function Table<Row>({
  label,
  columns,
  rows,
  rowKey,
  rowHref,
  isSelected,
  className,
  about,
  fileName,
  head,
  isTwoLines = false,
}: TableProps<Row>) {
  const [sort, setSort] = useState<{ id: string; isDown: boolean }>();
  const shown = useMemo(() => sorted(rows, columns, sort), [rows, columns, sort]);
  const lead = columns.find(({ narrow }) => narrow === "lead") ?? columns[0];

  const table = (
    // biome-ignore lint/a11y/useSemanticElements: a group of form controls it is not
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls sideways must be reachable by keys
    <div role="group" aria-label={label} tabIndex={0} className={classNames("@container overflow-x-auto rounded-md border", className)}>
      <table className="data-table w-full border-collapse" data-lines={isTwoLines ? 2 : undefined}>
        <caption className="sr-only">{label}</caption>
        <thead className="bg-panel">
          <tr>
            {columns.map((column) => (
              <th
                key={column.id}
                scope="col"
                aria-sort={sort?.id === column.id ? (sort.isDown ? "descending" : "ascending") : undefined}
                className={classNames(
                  "h-8 whitespace-nowrap px-2 font-medium text-muted first:pl-3 last:pr-3",
                  column.align === "right" ? "text-right" : "text-left",
                  column.from === undefined ? "" : shownFrom[column.from],
                )}
              >
                {column.sortBy === undefined ? (
                  <span className={column.isLabelHidden === true ? "sr-only" : ""}>{column.label}</span>
                ) : (
                  <button
                    type="button"
                    className="relative inline-flex items-center gap-1 hover:text-text"
                    onClick={() => setSort({ id: column.id, isDown: sort?.id === column.id ? !sort.isDown : column.align === "right" })}
                  >
                    {column.label}
                    {sort?.id === column.id && (
                      // In the margin, so that no head needs room for it and nothing moves.
                      <span className={classNames("absolute", column.align === "right" ? "-left-4" : "-right-4")}>
                        <SortMark direction={sort.isDown ? "down" : "up"} />
                      </span>
                    )}
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
                    className={classNames(
                      "h-8 px-2 first:pl-3 last:pr-3",
                      column.align === "right" ? "whitespace-nowrap text-right" : "",
                      column.from === undefined ? "" : shownFrom[column.from],
                      column.className,
                    )}
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
  if (about === undefined) return table;
  return (
    <div>
      <div className="mb-1 flex min-h-8 flex-wrap items-center justify-between gap-2">
        <div className="flex min-w-0 flex-wrap items-center gap-2">{head}</div>
        <DataActions
          title={label}
          fileName={fileName ?? label.toLowerCase().replaceAll(/[^a-z0-9]+/g, "-")}
          about={about}
          table={() => {
            const named = columns.filter(({ isLabelHidden }) => isLabelHidden !== true);
            return {
              head: named.map((column) => column.label),
              rows: () => shown.map((row) => named.map((column) => plainCell(column, row))),
            };
          }}
        />
      </div>
      {table}
    </div>
  );
}

const shownFrom = { wide: "hidden @min-[66rem]:table-cell", widest: "hidden @min-[80rem]:table-cell" };

/** What a cell says without its looks. */
function plainCell<Row>({ text, cell, sortBy }: Column<Row>, row: Row): string | number | null {
  if (text !== undefined) return text(row);
  const shown = cell(row);
  if (typeof shown === "string" || typeof shown === "number") return shown;
  const value = sortBy?.(row);
  return value === undefined || (typeof value === "number" && !Number.isFinite(value)) ? null : value;
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
