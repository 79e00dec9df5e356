import { OrderError } from "../errors.ts";
import { suggestion } from "../settings/nearest-name.ts";
import { showValue } from "../settings/settings-error.ts";

/** What an order on a symbol must fit, as mantissas. */
export interface SymbolRules {
  readonly index: number;
  readonly symbol: string;
  readonly tick: bigint;
  readonly lot: bigint;
  readonly multiplier: bigint;
  readonly tickScale: number;
  readonly lotScale: number;
  readonly dataScale: number;
  readonly multiplierScale: number;
  /** Not quoted in the account's currency. */
  readonly isForeign: boolean;
  /** The same as numbers, for the fast path: exact below 2^53. */
  readonly tickNumber: number;
  readonly lotNumber: number;
  readonly tickPower: number;
  readonly lotPower: number;
}

export interface SymbolInfo {
  readonly symbol: string;
  readonly tick: string;
  readonly lot: string;
  readonly multiplier: string;
  readonly tickScale: number;
  readonly lotScale: number;
  readonly dataScale: number;
  readonly multiplierScale: number;
  readonly currency: string;
}

export function symbolRules({ currency, ...info }: SymbolInfo, index: number, own: string): SymbolRules {
  return {
    ...info,
    index,
    isForeign: currency !== own,
    tick: BigInt(info.tick),
    lot: BigInt(info.lot),
    multiplier: BigInt(info.multiplier),
    tickNumber: Number(info.tick),
    lotNumber: Number(info.lot),
    tickPower: 10 ** info.tickScale,
    lotPower: 10 ** info.lotScale,
  };
}

/** The symbols of a run, by name and by number. */
export class SymbolTable {
  readonly names: readonly string[];
  readonly rules: readonly SymbolRules[];
  readonly #byName: ReadonlyMap<string, SymbolRules>;
  readonly #only: SymbolRules | undefined;

  constructor(rules: readonly SymbolRules[]) {
    this.rules = rules;
    this.names = Object.freeze(rules.map((rule) => rule.symbol));
    this.#byName = new Map(rules.map((rule) => [rule.symbol, rule]));
    this.#only = rules.length === 1 ? rules[0] : undefined;
  }

  has(name: string): boolean {
    return this.#byName.has(name);
  }

  /** Throws `OrderError` `order.unknownSymbol`. */
  get(given: unknown): SymbolRules {
    const name = typeof given === "string" ? given : showValue(given);
    const rules = this.#byName.get(name);
    if (rules !== undefined) return rules;
    throw new OrderError(`unknown symbol ${showValue(given)}${suggestion(name, this.names)} (known: ${this.list()})`, {
      code: "order.unknownSymbol",
      hint: "Use one of ctx.symbols.",
      context: { symbol: name, known: this.names },
    });
  }

  at(index: number): SymbolRules {
    const rules = this.rules[index];
    if (rules === undefined) throw new RangeError(`no symbol ${index}`);
    return rules;
  }

  /** The symbol of a run that has one. Throws `OrderError` `order.missingSymbol` otherwise; `example` shows how to name it. */
  only(example: (symbol: string) => string): SymbolRules {
    if (this.#only !== undefined) return this.#only;
    const first = this.names[0] ?? "";
    throw new OrderError(`the run has ${this.names.length} symbols, name the one that is meant: ${this.list()}`, {
      code: "order.missingSymbol",
      hint: `For example ${example(first)}.`,
      context: { known: this.names },
    });
  }

  list(): string {
    const shown = this.names.slice(0, 20).join(", ");
    return this.names.length > 20 ? `${shown} and ${this.names.length - 20} more` : shown;
  }
}
