import { numberKeys, type SortKeys, sortedOrder, textKeys, timeKeys } from "./sorted-order.ts";

export type SortAs = "number" | "text" | "time";

/** What must hold for a row to be shown. */
export type RowTest =
  | { readonly column: string; readonly is: string }
  | { readonly column: string; readonly above: number }
  | { readonly column: string; readonly below: number }
  /** In any case of letters. */
  | { readonly column: string; readonly has: string };

export interface RowView {
  /** All of them. */
  readonly where: readonly RowTest[];
  readonly sort?: { readonly column: string; readonly as: SortAs; readonly isDown: boolean } | undefined;
}

export type Columns = Readonly<Record<string, readonly unknown[]>>;

/** The rows of a view in its order. `keysOf` is asked for the sort keys of a column, which are worth keeping. */
export function rowsOfView(
  count: number,
  columns: Columns,
  { where, sort }: RowView,
  keysOf: (column: string, as: SortAs) => SortKeys,
): Uint32Array {
  const tests = where.map((test) => testOf(columns, test));
  const rows = rowsWhere(count, (row) => tests.every((holds) => holds(row)));
  return sort === undefined ? rows : sortedOrder(keysOf(sort.column, sort.as), sort.isDown, rows);
}

export function sortKeys(columns: Columns, column: string, as: SortAs): SortKeys {
  const values = (columns[column] ?? []) as readonly (string | null)[];
  return as === "number" ? numberKeys(values) : as === "time" ? timeKeys(values) : textKeys(values);
}

/** Rows for which something holds. */
export function rowsWhere(count: number, holds: (row: number) => boolean): Uint32Array {
  const rows = new Uint32Array(count);
  let length = 0;
  for (let row = 0; row < count; row++) if (holds(row)) rows[length++] = row;
  return rows.slice(0, length);
}

function testOf(columns: Columns, test: RowTest): (row: number) => boolean {
  const values = columns[test.column] ?? [];
  if ("is" in test) return (row) => values[row] === test.is;
  if ("above" in test) return (row) => Number(values[row]) > test.above;
  if ("below" in test) return (row) => Number(values[row]) < test.below;
  const wanted = test.has.toLowerCase();
  return (row) =>
    String(values[row] ?? "")
      .toLowerCase()
      .includes(wanted);
}
