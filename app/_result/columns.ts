import type { FillRow, OrderRow } from "rustybt";
import type { RowColumns } from "./result-source.tsx";

/** A column of a part; where the rows do not have it, it is all null. */
export function columnOf<T>(part: RowColumns, name: string): readonly (T | null)[] {
  return (part.columns[name] as readonly T[] | undefined) ?? new Array<null>(part.count).fill(null);
}

/** One row of a part as the result document has it. */
export function rowOf<Row>(part: RowColumns, at: number): Row {
  return Object.fromEntries(
    Object.entries(part.columns).flatMap(([name, values]) => (values[at] === null || values[at] === undefined ? [] : [[name, values[at]]])),
  ) as Row;
}

export type Fill = FillRow;
export type Order = OrderRow;

/** Rows for which something holds, as an index for the table. */
export function rowsWhere(count: number, holds: (row: number) => boolean): Uint32Array {
  const rows = new Uint32Array(count);
  let length = 0;
  for (let row = 0; row < count; row++) if (holds(row)) rows[length++] = row;
  return rows.subarray(0, length);
}

/** All rows of a table for copy and CSV: each column's exact value, not its rounded text. */
export function* exactRows(part: RowColumns, names: readonly string[], order?: Uint32Array): Generator<(string | number | null)[]> {
  const columns = names.map((name) => columnOf<string | number>(part, name));
  const count = order?.length ?? part.count;
  for (let place = 0; place < count; place++) {
    const row = order?.[place] ?? place;
    yield columns.map((values) => values[row] ?? null);
  }
}
