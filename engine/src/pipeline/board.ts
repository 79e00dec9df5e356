import { StrategyError } from "../errors.ts";
import { callNative } from "../native.ts";
import type { Members } from "../run/members.ts";
import type { Cursor, SeriesScope } from "../run/series.ts";
import type { SymbolTable } from "../run/symbol-rules.ts";
import { ofOtherRun, outsideSetup } from "./arguments.ts";

/** What the factors of one run share. */
export interface BoardParts {
  readonly symbols: SymbolTable;
  /** Where the run stands: the last step that has closed. */
  readonly clock: Cursor;
  /** Exchange day of each step. */
  readonly days: Int32Array;
  readonly members: Members;
  /** Of the handles made for factors: they do not hold back the first bar one by one. */
  readonly scope: SeriesScope;
  /** Last closed bar of each step, of symbols that have no bar at some. */
  readonly lastBars: readonly (Int32Array | undefined)[];
}

/** A table of the run: a row a step, a cell a symbol. */
export class Board {
  readonly symbols: SymbolTable;
  readonly width: number;
  readonly days: Int32Array;
  readonly lastBars: BoardParts["lastBars"];
  readonly scope: SeriesScope;
  /** Everything that `setup` has made, in that order. */
  readonly made: object[] = [];
  readonly #clock: Cursor;
  readonly #members: Members;
  readonly #sources: Float64Array[] = [];
  #universe: Uint8Array | undefined;

  constructor({ symbols, clock, days, members, scope, lastBars }: BoardParts) {
    this.symbols = symbols;
    this.width = symbols.names.length;
    this.days = days;
    this.scope = scope;
    this.lastBars = lastBars;
    this.#clock = clock;
    this.#members = members;
  }

  /** First cell of the row of the last close; -1 when nobody may look. */
  get row(): number {
    const { index } = this.#clock;
    return index < 0 ? -1 : index * this.width;
  }

  /** Members at the last close. */
  get members(): readonly number[] {
    const { index } = this.#clock;
    if (index < 0) return [];
    const day = this.days[index] as number;
    return this.symbols.names.flatMap((_, symbol) => (this.isMember(symbol, day) ? [symbol] : []));
  }

  isMember(symbol: number, day: number): boolean {
    return this.#members.has(symbol, day);
  }

  /** Throws `StrategyError` once `setup` is over. */
  assertSetup(what: string): void {
    if (!this.scope.inSetup) throw outsideSetup(what);
  }

  /** Throws `StrategyError` for what another run has made. */
  assertOwn(call: string, other: Board): void {
    if (other !== this) throw ofOtherRun(call);
  }

  /** Puts one column a symbol side by side. */
  source(columns: readonly Float64Array[], carries = false): Float64Array {
    const out = this.#cells();
    callNative((core) => core.sectionSource(columns, this.lastBars, carries, out));
    this.keepSource(out);
    return out;
  }

  /** Values told for each symbol by exchange day, the last one that was known; where a bar closes. */
  dated(valueOn: (symbol: number) => (day: number) => number): Float64Array {
    const out = this.#cells();
    for (let symbol = 0; symbol < this.width; symbol++) {
      const value = valueOn(symbol);
      const last = this.lastBars[symbol];
      for (let step = 0; step < this.days.length; step++) {
        const hasBar = last === undefined || last[step] !== (step === 0 ? -1 : last[step - 1]);
        out[step * this.width + symbol] = hasBar ? value(this.days[step] as number) : Number.NaN;
      }
    }
    return out;
  }

  /** Counts as a source: the run waits until one symbol has a value. */
  keepSource(cells: Float64Array): void {
    this.#sources.push(cells);
  }

  values(kernel: string, inputs: readonly Float64Array[], masks: readonly Uint8Array[], numbers: readonly number[]): Float64Array {
    const out = this.#cells();
    callNative((core) => core.sectionValues(kernel, this.width, inputs, masks, numbers, out));
    return out;
  }

  mask(kernel: string, inputs: readonly Float64Array[], masks: readonly Uint8Array[], numbers: readonly number[]): Uint8Array {
    const out = new Uint8Array(this.days.length * this.width);
    callNative((core) => core.sectionMask(kernel, inputs, masks, numbers, out));
    return out;
  }

  /** Members on every step; without a universe nobody asks. */
  universe(): Uint8Array | undefined {
    if (!this.#members.isDated) return undefined;
    this.#universe ??= this.#memberCells();
    return this.#universe;
  }

  /** Members on every step, also when all are. */
  everyMember(): Uint8Array {
    return this.universe() ?? new Uint8Array(this.days.length * this.width).fill(1);
  }

  /** First step on which every source has a value for one symbol at least; the number of steps when that never happens. */
  firstDefined(): number {
    const steps = this.days.length;
    const firsts = this.#sources.map((cells) => cells.findIndex((value) => !Number.isNaN(value)));
    return Math.max(0, ...firsts.map((cell) => (cell < 0 ? steps : Math.floor(cell / this.width))));
  }

  #memberCells(): Uint8Array {
    const cells = new Uint8Array(this.days.length * this.width);
    for (let step = 0; step < this.days.length; step++) {
      const row = step * this.width;
      const day = this.days[step] as number;
      if (step > 0 && day === this.days[step - 1]) cells.copyWithin(row, row - this.width, row);
      else for (let symbol = 0; symbol < this.width; symbol++) cells[row + symbol] = this.isMember(symbol, day) ? 1 : 0;
    }
    return cells;
  }

  #cells(): Float64Array {
    const count = this.days.length * this.width;
    if (count > 2 ** 28) {
      throw new StrategyError(
        `pipeline: a factor over ${this.days.length} bars of ${this.width} symbols has ${count} cells, at most ${2 ** 28} fit`,
        {
          code: "pipeline.tooLarge",
          hint: "Run fewer symbols or a shorter time, or longer bars.",
          context: { bars: this.days.length, symbols: this.width },
        },
      );
    }
    return new Float64Array(count);
  }
}
