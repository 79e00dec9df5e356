// biome-ignore-all lint/a11y/useSemanticElements: rows of a virtual table stand where they are told to, which table elements do not
// biome-ignore-all lint/a11y/noNoninteractiveTabindex: the table scrolls, and its rows are chosen by keys
// biome-ignore-all lint/a11y/useKeyWithClickEvents: keys are handled by the table, which has the focus
// biome-ignore-all lint/a11y/useFocusableInteractive: as above
// biome-ignore-all lint/a11y/noStaticElementInteractions: its role is table or grid, whichever it is
// biome-ignore-all lint/a11y/useAriaPropsSupportedByRole: as above
"use client";

import { useVirtualizer } from "@tanstack/react-virtual";
import { type KeyboardEvent, memo, type ReactNode, useCallback, useEffect, useId, useRef, useState, useSyncExternalStore } from "react";
import { classNames } from "./class-names.ts";
import { SortMark } from "./table.tsx";

export interface VirtualColumn {
  readonly id: string;
  /** With the unit. */
  readonly label: string;
  readonly align?: "left" | "right";
  /** A track of CSS grid. */
  readonly width: string;
  /** The cell of a row of the data (not of the screen), as text. */
  readonly text: (row: number) => string;
  /** Where a text is not enough: an arrow, a colour. */
  readonly cell?: (row: number) => ReactNode;
  readonly isSortable?: boolean;
  /** Place under 480 px; `hidden` unless told. */
  readonly narrow?: "lead" | "trail" | "second" | "hidden";
}

export interface VirtualSort {
  readonly id: string;
  readonly isDown: boolean;
}

interface VirtualTableProps {
  readonly label: string;
  readonly columns: readonly VirtualColumn[];
  readonly count: number;
  /** Rows of the data that are shown, in their own order; all of them without it. */
  readonly rows?: Uint32Array | undefined;
  readonly height?: number;
  readonly selected?: number | undefined;
  /** Rows can be chosen by click, Enter or Space. */
  readonly onSelect?: (row: number) => void;
  /** How `rows` are sorted. */
  readonly sort?: VirtualSort | undefined;
  /** A sortable column's head was pressed. */
  readonly onSort?: (id: string) => void;
  /** Other rows are on their way. */
  readonly isBusy?: boolean;
  readonly empty?: ReactNode;
}

/** A table of any length over columns of typed data: only what is seen is in the page, sorting moves an index and no rows. */
export function VirtualTable({
  label,
  columns,
  count,
  rows,
  height = 560,
  selected,
  onSelect,
  sort,
  onSort,
  isBusy = false,
  empty,
}: VirtualTableProps) {
  const id = useId();
  const scroller = useRef<HTMLDivElement>(null);
  const isNarrow = useIsNarrow();
  const [active, setActive] = useState(0);
  const shown = rows?.length ?? count;
  const rowAt = (place: number): number => rows?.[place] ?? place;

  const rowHeight = isNarrow ? 56 : 32;
  const virtual = useVirtualizer({
    count: shown,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 12,
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: measures again when the height of rows changes
  useEffect(() => virtual.measure(), [virtual, rowHeight]);

  // Other rows are read from their beginning.
  // biome-ignore lint/correctness/useExhaustiveDependencies: runs when the rows are others
  useEffect(() => {
    setActive(0);
    virtual.scrollToOffset(0);
  }, [virtual, rows]);

  const seen = virtual.getVirtualItems();

  const tracks = columns.map(({ width }) => width).join(" ");
  const choose = useRef(onSelect);
  choose.current = onSelect;
  const onChoose = useCallback((index: number, row: number) => {
    setActive(index);
    choose.current?.(row);
  }, []);

  function onKeyDown(event: KeyboardEvent) {
    const page = Math.max(1, Math.floor(height / rowHeight) - 2);
    const moves: Record<string, number> = { ArrowDown: 1, ArrowUp: -1, PageDown: page, PageUp: -page, Home: -shown, End: shown };
    const move = moves[event.key];
    if (move !== undefined) {
      event.preventDefault();
      const next = Math.max(0, Math.min(shown - 1, active + move));
      setActive(next);
      virtual.scrollToIndex(next, { align: "auto" });
    } else if ((event.key === "Enter" || event.key === " ") && onSelect !== undefined && event.target === scroller.current) {
      event.preventDefault();
      onSelect(rowAt(active));
    }
  }

  if (shown === 0) return <div className="rounded-md border p-6 text-muted">{empty ?? "No rows."}</div>;

  return (
    <div className="overflow-hidden rounded-md border">
      <div
        ref={scroller}
        role={onSelect === undefined ? "table" : "grid"}
        aria-label={label}
        aria-rowcount={shown + 1}
        aria-busy={isBusy}
        aria-colcount={columns.length}
        aria-activedescendant={onSelect !== undefined && seen.some(({ index }) => index === active) ? `${id}-${active}` : undefined}
        tabIndex={0}
        onKeyDown={onKeyDown}
        className="overflow-auto focus-visible:-outline-offset-2"
        style={{ height: Math.min(height, shown * rowHeight + (isNarrow ? 2 : 34)) }}
      >
        <div role="rowgroup" className={classNames("sticky top-0 z-10 bg-panel", isNarrow ? "sr-only" : "w-fit min-w-full")}>
          <div role="row" aria-rowindex={1} className="grid h-8 items-center border-b" style={{ gridTemplateColumns: tracks }}>
            {columns.map((column) => (
              <div
                key={column.id}
                role="columnheader"
                aria-sort={sort?.id === column.id ? (sort.isDown ? "descending" : "ascending") : undefined}
                className={classNames(
                  "truncate whitespace-nowrap px-2 font-medium text-muted first:pl-3 last:pr-3",
                  column.align === "right" ? "text-right" : "",
                )}
              >
                {column.isSortable !== true ? (
                  column.label
                ) : (
                  <button
                    type="button"
                    className="inline-flex max-w-full items-center gap-1 align-top hover:text-text focus-visible:-outline-offset-2"
                    onClick={() => onSort?.(column.id)}
                  >
                    {column.align === "right" && sort?.id === column.id && <SortMark direction={sort.isDown ? "down" : "up"} />}
                    <span className="truncate">{column.label}</span>
                    {column.align !== "right" && sort?.id === column.id && <SortMark direction={sort.isDown ? "down" : "up"} />}
                  </button>
                )}
              </div>
            ))}
          </div>
        </div>
        <div role="rowgroup" className="tabular relative w-fit min-w-full" style={{ height: virtual.getTotalSize() }}>
          {seen.map(({ index, start }) => {
            const row = rowAt(index);
            return (
              <Row
                key={index}
                id={`${id}-${index}`}
                columns={columns}
                row={row}
                index={index}
                start={start}
                height={rowHeight}
                tracks={tracks}
                isNarrow={isNarrow}
                isSelected={selected === row}
                isActive={index === active}
                {...(onSelect === undefined ? {} : { onChoose })}
              />
            );
          })}
        </div>
      </div>
    </div>
  );
}

interface RowProps {
  readonly id: string;
  readonly columns: readonly VirtualColumn[];
  readonly row: number;
  readonly index: number;
  readonly start: number;
  readonly height: number;
  readonly tracks: string;
  readonly isNarrow: boolean;
  readonly isSelected: boolean;
  readonly isActive: boolean;
  readonly onChoose?: (index: number, row: number) => void;
}

/** Drawn again only when something of it changes: scrolling makes the rows that come in, not those that stay. */
const Row = memo(function Row({ id, columns, row, index, start, height, tracks, isNarrow, isSelected, isActive, onChoose }: RowProps) {
  const isChosen = onChoose !== undefined;
  const role = isChosen ? "gridcell" : "cell";
  return (
    <div
      id={id}
      role="row"
      aria-rowindex={index + 2}
      aria-selected={isChosen ? isSelected : undefined}
      data-active={isActive && isChosen ? "" : undefined}
      onClick={isChosen ? () => onChoose(index, row) : undefined}
      className={`absolute inset-x-0 top-0 border-b ${isChosen ? chosenRow : ""} ${isNarrow ? "flex flex-col justify-center gap-0.5 px-3" : "grid items-center"}`}
      style={{ height, transform: `translateY(${start}px)`, ...(isNarrow ? {} : { gridTemplateColumns: tracks }) }}
    >
      {isNarrow ? (
        <NarrowRow columns={columns} row={row} role={role} />
      ) : (
        columns.map((column) => <Cell key={column.id} column={column} row={row} role={role} />)
      )}
    </div>
  );
});

const chosenRow = "cursor-pointer hover:bg-panel aria-selected:bg-panel in-focus-visible:data-active:bg-panel";

type CellRole = "cell" | "gridcell";

const leftCell = "truncate whitespace-nowrap px-2 first:pl-3 last:pr-3";
const rightCell = `${leftCell} text-right`;

function Cell({ column, row, role }: { readonly column: VirtualColumn; readonly row: number; readonly role: CellRole }) {
  return (
    <div role={role} className={column.align === "right" ? rightCell : leftCell}>
      {column.cell?.(row) ?? column.text(row)}
    </div>
  );
}

function NarrowRow({ columns, row, role }: { readonly columns: readonly VirtualColumn[]; readonly row: number; readonly role: CellRole }) {
  const of = (place: "lead" | "trail" | "second") => columns.filter(({ narrow }) => narrow === place);
  const lead = of("lead").length > 0 ? of("lead") : columns.slice(0, 1);
  const trail = of("trail").length > 0 || of("lead").length > 0 ? of("trail") : columns.slice(-1);
  const second = of("second").length > 0 || of("lead").length > 0 ? of("second") : columns.slice(1, -1);
  const cells = (some: readonly VirtualColumn[], isLabelled: boolean) =>
    some
      .filter((column) => !isLabelled || column.text(row) !== "")
      .map((column) => (
        <div key={column.id} role={role} className="truncate whitespace-nowrap">
          {isLabelled && <span className="mr-1 text-muted">{column.label}</span>}
          {column.cell?.(row) ?? column.text(row)}
        </div>
      ));
  return (
    <>
      <div className="flex justify-between gap-3">
        <div className="flex min-w-0 gap-2">{cells(lead, false)}</div>
        <div className="flex shrink-0 gap-2">{cells(trail, false)}</div>
      </div>
      <div className="flex gap-3 overflow-hidden text-muted text-note">{cells(second, true)}</div>
    </>
  );
}

const narrowQuery = "(width < 30rem)";

function useIsNarrow(): boolean {
  return useSyncExternalStore(
    (onChange) => {
      const query = window.matchMedia(narrowQuery);
      query.addEventListener("change", onChange);
      return () => query.removeEventListener("change", onChange);
    },
    () => window.matchMedia(narrowQuery).matches,
    () => false,
  );
}
