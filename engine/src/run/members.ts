import { type RunUniverse, stayOn } from "../universe/run-universe.ts";
import type { SymbolTable } from "./symbol-rules.ts";

/** Who is a member of the run's universe on a day; everybody without one. */
export class Members {
  readonly #names: readonly string[];
  readonly #universe: RunUniverse | undefined;
  #day = Number.NaN;
  #on: readonly string[] = [];

  constructor(symbols: SymbolTable, universe: RunUniverse | undefined) {
    this.#names = symbols.names;
    this.#universe = universe;
  }

  /** Whether it can change from day to day. */
  get isDated(): boolean {
    return this.#universe !== undefined;
  }

  has(symbol: number, day: number): boolean {
    return this.#universe === undefined || stayOn(this.#universe.stays[symbol] ?? [], day) !== undefined;
  }

  /** In the order of the run's symbols. */
  on(day: number): readonly string[] {
    if (this.#universe === undefined) return this.#names;
    if (day !== this.#day) {
      this.#on = Object.freeze(this.#names.filter((_, symbol) => this.has(symbol, day)));
      this.#day = day;
    }
    return this.#on;
  }
}
