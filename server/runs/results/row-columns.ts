/** Rows as columns: `{count, columns: {name: value[]}}`. A member a row does not have is `null` there. */
export interface RowColumns {
  readonly count: number;
  readonly columns: Readonly<Record<string, readonly unknown[]>>;
}

export function rowColumns(rows: readonly object[]): RowColumns {
  const columns = new Map<string, unknown[]>();
  for (const [index, row] of rows.entries()) {
    for (const [name, value] of Object.entries(row)) {
      let column = columns.get(name);
      if (column === undefined) {
        column = new Array(rows.length).fill(null);
        columns.set(name, column);
      }
      column[index] = value;
    }
  }
  return { count: rows.length, columns: Object.fromEntries(columns) };
}
