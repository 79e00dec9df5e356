import { type Remote, transfer, wrap } from "comlink";
import type { ChartSpec } from "rustybt/charts";
import { packedText, packedValue } from "./packed-columns.ts";
import type { RowView } from "./row-view.ts";
import type { ColumnFacts, OpenedRows, RowsWorker } from "./rows-worker.ts";

let running: { readonly worker: Remote<RowsWorker>; readonly failed: Promise<never> } | undefined;

/** One a tab: reading, sorting and searching of long tables are its work, so that the page stays free for its reader. */
function rowsWorker() {
  if (running === undefined) {
    const thread = new Worker(new URL("./rows-worker.ts", import.meta.url), { type: "module" });
    const failed = new Promise<never>((_, reject) => {
      thread.addEventListener("error", (event) => {
        // The next table tries again.
        running = undefined;
        event.preventDefault();
        reject(new Error("The browser could not start the part of the page that reads tables."));
      });
    });
    // Whoever waits is told; that nobody does is no failure.
    failed.catch(() => {});
    running = { worker: wrap<RowsWorker>(thread), failed };
  }
  return running;
}

/** Starts it before its first table has arrived. */
export function warmRowsWorker(): void {
  rowsWorker();
}

const forgotten = new FinalizationRegistry<() => void>((close) => close());

const nothingKnown: ColumnFacts = { decimals: { decimals: 0, isFine: false }, hasClock: false };

/** Rows of a part of a result. What is shown is read here and at once; what needs all rows is asked of the worker. */
export class RowTable {
  readonly count: number;
  readonly id: number;
  readonly #rows: OpenedRows;
  readonly #ask: <T>(question: (worker: Remote<RowsWorker>) => Promise<T>) => Promise<T>;

  static async open(bytes: ArrayBuffer): Promise<RowTable> {
    const { worker, failed } = rowsWorker();
    const rows = await Promise.race([worker.open(transfer(bytes, [bytes])), failed]);
    const table = new RowTable(rows, (question) => Promise.race([question(worker), failed]));
    forgotten.register(table, () => void worker.close(rows.id));
    return table;
  }

  private constructor(rows: OpenedRows, ask: <T>(question: (worker: Remote<RowsWorker>) => Promise<T>) => Promise<T>) {
    this.#rows = rows;
    this.#ask = ask;
    this.count = rows.count;
    this.id = rows.id;
  }

  /** As text, empty where the row has none. */
  text(name: string, row: number): string {
    const column = this.#rows.columns[name];
    return (column && packedText(column, row)) ?? "";
  }

  value(name: string, row: number): unknown {
    const column = this.#rows.columns[name];
    return column === undefined ? null : packedValue(column, row);
  }

  /** One row as the result document has it. */
  row<Row>(at: number): Row {
    const members = this.#rows.names.map((name) => [name, this.value(name, at)] as const);
    return Object.fromEntries(members.filter(([, value]) => value !== null)) as Row;
  }

  /** The first row with this value, -1 when there is none. */
  placeOf(name: string, value: string | number): number {
    const column = this.#rows.columns[name];
    if (column === undefined) return -1;
    if (column.kind === "numbers") return column.values.indexOf(Number(value));
    const wanted = String(value);
    for (let row = 0; row < this.count; row++) if (packedText(column, row) === wanted) return row;
    return -1;
  }

  /** Rows with one of these numbers. */
  rowsWith(name: string, numbers: readonly (number | undefined)[]): readonly number[] {
    const column = this.#rows.columns[name];
    const found: number[] = [];
    if (column?.kind !== "numbers") return found;
    for (const [row, value] of column.values.entries()) if (numbers.includes(value)) found.push(row);
    return found;
  }

  /** Whether any row has a value here. */
  hasAny(name: string): boolean {
    const column = this.#rows.columns[name];
    return column !== undefined && !(column.kind === "choices" && column.choices.every((choice) => choice === null));
  }

  /** The different texts of a column that has few. */
  choices(name: string): readonly string[] {
    const column = this.#rows.columns[name];
    return column?.kind === "choices" ? column.choices.filter((choice) => choice !== null).sort() : [];
  }

  facts(name: string): ColumnFacts {
    return this.#rows.columns[name]?.facts ?? nothingKnown;
  }

  view(view: RowView): Promise<Uint32Array> {
    return this.#ask((worker) => worker.view(this.id, view));
  }

  times(name: string): Promise<Float64Array> {
    return this.#ask((worker) => worker.times(this.id, name));
  }

  export(format: "csv" | "tab", names: readonly string[], order: Uint32Array | undefined): Promise<string> {
    return this.#ask((worker) => worker.export(this.id, format, names, order));
  }

  tradeHistogram(currency: string): Promise<ChartSpec> {
    return this.#ask((worker) => worker.tradeHistogram(this.id, currency));
  }
}
