import { argumentError, checkCount, checkFractions } from "./arguments.ts";
import type { Board } from "./board.ts";
import { codesOf, isClassifier } from "./classifier-column.ts";
import { FilterColumn, maskOf } from "./filter-column.ts";
import type { Among, Classifier, Factor, Filter, RankMethod, RankOptions } from "./pipeline.ts";

let cells: (factor: FactorColumn) => Float64Array;
let boardOf: (factor: FactorColumn) => Board;
let isColumn: (value: unknown) => value is FactorColumn;

const methods: readonly RankMethod[] = ["ordinal", "average", "min", "max", "dense"];

/** A factor of a run. Its table is made when somebody first needs it, and nobody but the kernels gets to see it. */
export class FactorColumn implements Factor {
  readonly #board: Board;
  /** What compares all members is made once, however often it is asked for: `top(50)` is a rank too. */
  readonly #compared = new Map<string, FactorColumn>();
  #make: (() => Float64Array) | undefined;
  #cells: Float64Array | undefined;

  constructor(board: Board, what: string, make: () => Float64Array) {
    board.assertSetup(what);
    this.#board = board;
    this.#make = make;
    board.made.push(this);
  }

  value(symbol: string): number {
    const { symbols, row } = this.#board;
    const { index } = symbols.get(symbol);
    return row < 0 ? Number.NaN : (this.#table()[row + index] as number);
  }

  values(): Readonly<Record<string, number>> {
    const { symbols, row, members } = this.#board;
    const table = this.#table();
    const found = members.map((symbol) => [symbols.at(symbol).symbol, table[row + symbol] as number] as const);
    return Object.fromEntries(found.filter(([, value]) => !Number.isNaN(value)));
  }

  plus(other: Factor | number): Factor {
    return this.#pair("plus", other);
  }

  minus(other: Factor | number): Factor {
    return this.#pair("minus", other);
  }

  times(other: Factor | number): Factor {
    return this.#pair("times", other);
  }

  div(other: Factor | number): Factor {
    return this.#pair("div", other);
  }

  negated(): Factor {
    return this.#derived("negated", () => this.#board.values("times", [this.#table()], [], [-1]));
  }

  abs(): Factor {
    return this.#derived("abs", () => this.#board.values("abs", [this.#table()], [], [0]));
  }

  gt(other: Factor | number): Filter {
    return this.#compare("gt", other);
  }

  gte(other: Factor | number): Filter {
    return this.#compare("gte", other);
  }

  lt(other: Factor | number): Filter {
    return this.#compare("lt", other);
  }

  lte(other: Factor | number): Filter {
    return this.#compare("lte", other);
  }

  eq(other: Factor | number): Filter {
    return this.#compare("eq", other);
  }

  isDefined(): Filter {
    return new FilterColumn(this.#board, "isDefined", () => this.#board.mask("defined", [this.#table()], [], []));
  }

  mask(filter: Filter): Factor {
    const taken = maskOf(this.#board, "mask", filter);
    return this.#derived("mask", () => this.#board.values("where", [this.#table()], [taken()], []));
  }

  rank({ ascending = true, method = "ordinal", ...among }: RankOptions = {}): Factor {
    if (!methods.includes(method)) throw argumentError("rank", method, `one of ${methods.join(", ")}`);
    if (typeof ascending !== "boolean") throw argumentError("rank", ascending, "ascending: true or false");
    return this.#alongRows("rank", method, [ascending ? 0 : 1], among);
  }

  zscore(among?: Among): Factor {
    return this.#alongRows("zscore", "zscore", [], among);
  }

  demean(among?: Among): Factor {
    return this.#alongRows("demean", "demean", [], among);
  }

  winsorize(lower: number, upper: number, among?: Among): Factor {
    checkFractions("winsorize", lower, upper);
    return this.#alongRows("winsorize", "winsorize", [lower, upper], among);
  }

  quantiles(count: number, among?: Among): Factor {
    checkCount("quantiles", count, 2);
    return this.#alongRows("quantiles", "quantiles", [count], among);
  }

  top(count: number, among?: Among): Filter {
    return this.#first("top", count, false, among);
  }

  bottom(count: number, among?: Among): Filter {
    return this.#first("bottom", count, true, among);
  }

  percentileBetween(lower: number, upper: number, among?: Among): Filter {
    checkFractions("percentileBetween", lower, upper);
    const inside = this.#alongRows("percentileBetween", "within", [lower, upper], among);
    return inside.eq(1);
  }

  static {
    cells = (factor) => factor.#table();
    boardOf = (factor) => factor.#board;
    isColumn = (value): value is FactorColumn => typeof value === "object" && value !== null && #board in value;
  }

  #table(): Float64Array {
    this.#cells ??= this.#make?.();
    this.#make = undefined;
    if (this.#cells === undefined) throw new TypeError("a factor that could not be made");
    return this.#cells;
  }

  #derived(what: string, make: () => Float64Array): FactorColumn {
    return new FactorColumn(this.#board, what, make);
  }

  #pair(kernel: string, other: Factor | number): Factor {
    const inputs = this.#operands(kernel, other);
    return this.#derived(kernel, () => this.#board.values(kernel, inputs.tables(), [], inputs.numbers));
  }

  #compare(kernel: string, other: Factor | number): Filter {
    const inputs = this.#operands(kernel, other);
    return new FilterColumn(this.#board, kernel, () => this.#board.mask(kernel, inputs.tables(), [], inputs.numbers));
  }

  #operands(call: string, other: unknown): { readonly tables: () => Float64Array[]; readonly numbers: readonly number[] } {
    if (isColumn(other)) {
      this.#board.assertOwn(call, boardOf(other));
      return { tables: () => [this.#table(), cells(other)], numbers: [] };
    }
    if (typeof other !== "number" || !Number.isFinite(other)) throw argumentError(call, other, "a factor or a finite number");
    return { tables: () => [this.#table()], numbers: [other] };
  }

  #alongRows(call: string, kernel: string, numbers: readonly number[], { mask, groupBy }: Among = {}): FactorColumn {
    this.#board.assertSetup(call);
    if (mask === undefined && groupBy === undefined) {
      const key = [kernel, ...numbers].join();
      const known = this.#compared.get(key) ?? this.#derived(call, () => this.#along(kernel, numbers));
      this.#compared.set(key, known);
      return known;
    }
    const taken = mask === undefined ? undefined : maskOf(this.#board, call, mask);
    const groups = groupBy === undefined ? undefined : groupsOf(this.#board, call, groupBy);
    return this.#derived(call, () => this.#along(kernel, numbers, taken?.(), groups?.()));
  }

  /** Along each row, of the members that the mask has. */
  #along(kernel: string, numbers: readonly number[], mask?: Uint8Array, groups?: Float64Array): Float64Array {
    const board = this.#board;
    const masks = [board.universe(), mask].filter((each) => each !== undefined);
    const both = masks.length === 2 ? [board.mask("and", [], masks, [])] : masks;
    return board.values(kernel, groups === undefined ? [this.#table()] : [this.#table(), groups], both, numbers);
  }

  #first(call: "top" | "bottom", count: number, ascending: boolean, among: Among = {}): Filter {
    checkCount(call, count, 1);
    const descends = [ascending ? 0 : 1];
    const ranks = this.#alongRows(call, "ordinal", descends, among);
    const { groupBy, ...all } = among;
    const order = groupBy === undefined ? ranks : this.#alongRows(call, "ordinal", descends, all);
    return new FilterColumn(
      this.#board,
      call,
      () => this.#board.mask("lte", [cells(ranks)], [], [count]),
      () => cells(order),
    );
  }
}

/** Whoever has the same number is one group. */
function groupsOf(board: Board, call: string, groupBy: Classifier | Factor): () => Float64Array {
  if (isColumn(groupBy)) {
    board.assertOwn(call, boardOf(groupBy));
    return () => cells(groupBy);
  }
  if (isClassifier(groupBy)) {
    const codes = codesOf(board, call, groupBy);
    return () => codes;
  }
  throw argumentError(call, groupBy, "groupBy: a classifier or a factor");
}
