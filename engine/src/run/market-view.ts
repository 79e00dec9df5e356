import type { ColumnName, TableHandle } from "../native.ts";
import type { Bar, Data, Prices } from "../strategy/context.ts";
import type { Cursor, Series, SeriesScope } from "./series.ts";
import { createSeries } from "./series.ts";
import type { SymbolTable } from "./symbol-rules.ts";
import { tableColumn } from "./table-columns.ts";

/** The bars of one symbol within a run, and where the run stands in them. */
export interface SymbolBars {
  readonly table: TableHandle;
  readonly from: number;
  readonly to: number;
  readonly cursor: Cursor;
}

/** One symbol's columns as handles, each made when first asked for. */
class SymbolPrices implements Prices {
  readonly #name: string;
  readonly #bars: SymbolBars;
  readonly #scope: SeriesScope;
  readonly #made = new Map<ColumnName, Series>();

  constructor(name: string, bars: SymbolBars, scope: SeriesScope) {
    this.#name = name;
    this.#bars = bars;
    this.#scope = scope;
  }

  get open(): Series {
    return this.#column("open");
  }

  get high(): Series {
    return this.#column("high");
  }

  get low(): Series {
    return this.#column("low");
  }

  get close(): Series {
    return this.#column("close");
  }

  get volume(): Series {
    return this.#column("volume");
  }

  #column(name: ColumnName): Series {
    const known = this.#made.get(name);
    if (known !== undefined) return known;
    const { table, from, to, cursor } = this.#bars;
    const values = tableColumn(table, name).subarray(from, to);
    const series = createSeries(`${this.#name}.${name}`, values, cursor, this.#scope, { table, column: name, from });
    this.#made.set(name, series);
    return series;
  }
}

/** `ctx.data`: columns of the one symbol, or of any by name. */
export class MarketView implements Data {
  readonly #symbols: SymbolTable;
  readonly #prices: readonly SymbolPrices[];

  constructor(symbols: SymbolTable, bars: readonly SymbolBars[], scope: SeriesScope) {
    this.#symbols = symbols;
    this.#prices = bars.map((each, index) => new SymbolPrices(symbols.at(index).symbol, each, scope));
  }

  get symbols(): readonly string[] {
    return this.#symbols.names;
  }

  of(symbol: string): Prices {
    return this.#at(this.#symbols.get(symbol).index);
  }

  get open(): Series {
    return this.#only("open").open;
  }

  get high(): Series {
    return this.#only("high").high;
  }

  get low(): Series {
    return this.#only("low").low;
  }

  get close(): Series {
    return this.#only("close").close;
  }

  get volume(): Series {
    return this.#only("volume").volume;
  }

  #only(column: ColumnName): Prices {
    return this.#at(this.#symbols.only((symbol) => `data.of(${JSON.stringify(symbol)}).${column}`).index);
  }

  #at(index: number): Prices {
    const prices = this.#prices[index];
    if (prices === undefined) throw new RangeError(`no symbol ${index}`);
    return prices;
  }
}

/** `ctx.bar`: the last closed bar of a symbol. */
export class BarView implements Bar {
  readonly #cursor: Cursor;
  readonly #columns: Readonly<Record<ColumnName, Float64Array>>;

  constructor({ table, from, to, cursor }: SymbolBars) {
    const column = (name: ColumnName) => tableColumn(table, name).subarray(from, to);
    this.#cursor = cursor;
    this.#columns = {
      time: column("time"),
      open: column("open"),
      high: column("high"),
      low: column("low"),
      close: column("close"),
      volume: column("volume"),
    };
  }

  get time(): number {
    return this.#value("time");
  }

  get open(): number {
    return this.#value("open");
  }

  get high(): number {
    return this.#value("high");
  }

  get low(): number {
    return this.#value("low");
  }

  get close(): number {
    return this.#value("close");
  }

  get volume(): number {
    return this.#value("volume");
  }

  #value(name: ColumnName): number {
    const { index } = this.#cursor;
    return index < 0 ? Number.NaN : (this.#columns[name][index] as number);
  }
}
