import { type ColumnName, callNative, type TableHandle } from "../native.ts";

const columns = new WeakMap<TableHandle, Partial<Record<ColumnName, Float64Array>>>();

/** A whole column of a table as numbers; made once a table and shared by all runs over it. Nobody outside the engine gets to see it. */
export function tableColumn(table: TableHandle, name: ColumnName): Float64Array {
  const known = columns.get(table) ?? {};
  columns.set(table, known);
  known[name] ??= callNative((core) => core.tableColumn(table, name));
  return known[name];
}
