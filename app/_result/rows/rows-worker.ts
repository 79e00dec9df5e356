import { expose, transfer } from "comlink";
import { type ChartSpec, tradeHistogram } from "rustybt/charts";
import { csvText, tabText } from "#app/_lib/csv.ts";
import { decimalsOf } from "#app/_lib/price-column.ts";
import type { RowColumns } from "#server/runs/results/row-columns.ts";
import { buffersOf, derivedColumns, type PackedColumn, packColumn } from "./packed-columns.ts";
import { type Columns, type RowView, rowsOfView, type SortAs, sortKeys } from "./row-view.ts";
import type { SortKeys } from "./sorted-order.ts";

/** What a table needs to know of a column before it formats one of its values. */
export interface ColumnFacts {
  /** Of decimals. */
  readonly decimals: ReturnType<typeof decimalsOf>;
  /** Of times: some are not midnight. */
  readonly hasClock: boolean;
}

export interface OpenedRows {
  readonly id: number;
  readonly count: number;
  /** As the document has them. */
  readonly names: readonly string[];
  readonly columns: Readonly<Record<string, PackedColumn & { readonly facts: ColumnFacts }>>;
}

interface Opened {
  readonly count: number;
  readonly columns: Columns;
  readonly keys: Map<string, SortKeys>;
}

const opened = new Map<number, Opened>();
let lastId = 0;

const rowsWorker = {
  /** Reads a part from the bytes of its JSON; the page gets its columns packed. */
  open(bytes: ArrayBuffer): OpenedRows {
    const part = JSON.parse(new TextDecoder().decode(bytes)) as RowColumns;
    const columns: Columns = { ...part.columns, ...derivedColumns(part) };
    lastId += 1;
    opened.set(lastId, { count: part.count, columns, keys: new Map() });
    const packed = Object.entries(columns).map(([name, values]) => [name, { ...packColumn(values), facts: factsOf(values) }] as const);
    const rows: OpenedRows = { id: lastId, count: part.count, names: Object.keys(part.columns), columns: Object.fromEntries(packed) };
    return transfer(
      rows,
      packed.flatMap(([, column]) => buffersOf(column)),
    );
  },

  /** The page has no use for the part any more. */
  close(id: number): void {
    opened.delete(id);
  },

  view(id: number, view: RowView): Uint32Array {
    const part = partOf(id);
    const rows = rowsOfView(part.count, part.columns, view, (column, as) => keysOf(part, column, as));
    return transfer(rows, [rows.buffer as ArrayBuffer]);
  },

  /** Milliseconds UTC of a column of times. */
  times(id: number, column: string): Float64Array {
    return keysOf(partOf(id), column, "time");
  },

  /** Exact values of rows in an order, all of them without it. */
  export(id: number, format: "csv" | "tab", names: readonly string[], order: Uint32Array | undefined): string {
    const { count, columns } = partOf(id);
    const rows = exactRows(count, columns, names, order);
    return format === "csv" ? csvText(names, rows) : tabText(names, rows);
  },

  tradeHistogram(id: number, currency: string): ChartSpec {
    const pnl = (partOf(id).columns.pnl ?? []) as readonly (string | null)[];
    return tradeHistogram(
      pnl.map((one) => ({ pnl: one ?? "0", exitTime: "", symbol: "" })),
      currency,
    );
  },
};

export type RowsWorker = typeof rowsWorker;

expose(rowsWorker);

function partOf(id: number): Opened {
  const part = opened.get(id);
  if (part === undefined) throw new Error(`The rows ${id} were closed.`);
  return part;
}

function keysOf({ columns, keys }: Opened, column: string, as: SortAs): SortKeys {
  const name = `${as} ${column}`;
  let found = keys.get(name);
  if (found === undefined) {
    found = sortKeys(columns, column, as);
    keys.set(name, found);
  }
  return found;
}

const time = /^\d{4}-\d{2}-\d{2}T/;

function factsOf(values: readonly unknown[]): ColumnFacts {
  const first = values.find((value) => value !== null);
  const isText = typeof first === "string";
  return {
    decimals: decimalsOf(isText && /^-?\d/.test(first) && !time.test(first) ? (values as readonly (string | null)[]) : []),
    hasClock: isText && time.test(first) && values.some((value) => typeof value === "string" && !/T00:00:00(\.000)?Z$/.test(value)),
  };
}

function* exactRows(count: number, columns: Columns, names: readonly string[], order: Uint32Array | undefined) {
  const wanted = names.map((name) => columns[name] as readonly (string | number | null)[] | undefined);
  const length = order?.length ?? count;
  for (let place = 0; place < length; place++) {
    const row = order?.[place] ?? place;
    yield wanted.map((values) => values?.[row] ?? null);
  }
}
