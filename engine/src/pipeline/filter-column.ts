import { argumentError } from "./arguments.ts";
import type { Board } from "./board.ts";
import type { Filter } from "./pipeline.ts";

let cells: (filter: FilterColumn) => Uint8Array;
let boardOf: (filter: FilterColumn) => Board;
let isColumn: (value: unknown) => value is FilterColumn;
let orderOf: (filter: FilterColumn) => Order;

/** Ranks by which a filter's symbols are listed. */
type Order = (() => Float64Array) | undefined;

/** A filter of a run, like `FactorColumn`. */
export class FilterColumn implements Filter {
  readonly #board: Board;
  readonly #order: Order;
  #make: (() => Uint8Array) | undefined;
  #cells: Uint8Array | undefined;
  #row = Number.NaN;
  #symbols: readonly string[] = [];

  constructor(board: Board, what: string, make: () => Uint8Array, order?: Order) {
    board.assertSetup(what);
    this.#board = board;
    this.#make = make;
    this.#order = order;
    board.made.push(this);
  }

  get symbols(): readonly string[] {
    const { row, symbols } = this.#board;
    if (row < 0) return [];
    if (row !== this.#row) {
      this.#symbols = Object.freeze(this.#held(row).map((symbol) => symbols.at(symbol).symbol));
      this.#row = row;
    }
    return this.#symbols;
  }

  get count(): number {
    return this.symbols.length;
  }

  has(symbol: string): boolean {
    const { row, symbols, days, width } = this.#board;
    const { index } = symbols.get(symbol);
    return row >= 0 && this.#table()[row + index] === 1 && this.#board.isMember(index, days[row / width] as number);
  }

  and(other: Filter): Filter {
    const right = maskOf(this.#board, "and", other);
    const order = this.#order ?? (isColumn(other) ? orderOf(other) : undefined);
    return new FilterColumn(this.#board, "and", () => this.#board.mask("and", [], [this.#table(), right()], []), order);
  }

  or(other: Filter): Filter {
    const right = maskOf(this.#board, "or", other);
    return new FilterColumn(this.#board, "or", () => this.#board.mask("or", [], [this.#table(), right()], []));
  }

  not(): Filter {
    return new FilterColumn(this.#board, "not", () => this.#board.mask("not", [], [this.#table()], []));
  }

  static {
    cells = (filter) => filter.#table();
    boardOf = (filter) => filter.#board;
    orderOf = (filter) => filter.#order;
    isColumn = (value): value is FilterColumn => typeof value === "object" && value !== null && #board in value;
  }

  #table(): Uint8Array {
    this.#cells ??= this.#make?.();
    this.#make = undefined;
    if (this.#cells === undefined) throw new TypeError("a filter that could not be made");
    return this.#cells;
  }

  /** Members for which it holds, in their order. */
  #held(row: number): number[] {
    const table = this.#table();
    const held = this.#board.members.filter((symbol) => table[row + symbol] === 1);
    if (this.#order === undefined) return held;
    const ranks = this.#order();
    return held.sort((a, b) => (ranks[row + a] as number) - (ranks[row + b] as number));
  }
}

/** The table of a filter that a user gave, made when it is needed. */
export function maskOf(board: Board, call: string, filter: unknown): () => Uint8Array {
  if (!isColumn(filter)) throw argumentError(call, filter, "a filter such as pipeline.close.gt(5)");
  board.assertOwn(call, boardOf(filter));
  return () => cells(filter);
}
