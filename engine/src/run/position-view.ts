import { Decimal, decimalOf } from "../decimal.ts";
import type { Lot, Position } from "../strategy/context.ts";
import type { RunCore } from "./run-core.ts";
import type { SymbolRules } from "./symbol-rules.ts";

/** A position as the native core tells it, decimals as strings. */
interface PositionDetails {
  readonly averagePrice: string;
  readonly realized: string;
  readonly unrealized: string;
  readonly marketValue: string;
  /** Quantities of lots are in this part of a unit; above 1 after a split that left fractions. */
  readonly denominator: string;
  /** `cost` without sign. */
  readonly lots: readonly { readonly quantity: string; readonly cost: string; readonly time: number; readonly id: string }[];
}

const priceDecimals = 12;

/** A live view of one position: one object a symbol, read when a property is asked for. */
export class PositionView implements Position {
  readonly symbol: string;
  readonly #core: RunCore;
  readonly #rules: SymbolRules;
  readonly #index: number;
  readonly #readDetails: (symbol: number) => string;

  constructor(core: RunCore, rules: SymbolRules, readDetails: (symbol: number) => string) {
    this.symbol = rules.symbol;
    this.#core = core;
    this.#rules = rules;
    this.#index = rules.index;
    this.#readDetails = readDetails;
  }

  get isFlat(): boolean {
    return this.#core.positionNumber(this.#index) === 0;
  }

  get isLong(): boolean {
    return this.#core.positionNumber(this.#index) > 0;
  }

  get isShort(): boolean {
    return this.#core.positionNumber(this.#index) < 0;
  }

  get quantity(): Decimal {
    return decimalOf(this.#core.sizing(this.#index).position, this.#rules.lotScale);
  }

  get averagePrice(): Decimal {
    return new Decimal(this.#details().averagePrice);
  }

  get realized(): Decimal {
    return new Decimal(this.#details().realized);
  }

  get unrealized(): Decimal {
    return new Decimal(this.#details().unrealized);
  }

  get marketValue(): Decimal {
    return new Decimal(this.#details().marketValue);
  }

  get lots(): readonly Lot[] {
    const { denominator, lots } = this.#details();
    const multiplier = decimalOf(this.#rules.multiplier, this.#rules.multiplierScale);
    return lots.map((lot) => {
      const quantity = new Decimal(lot.quantity).div(denominator);
      const price = new Decimal(lot.cost).div(quantity.abs().times(multiplier));
      return { id: lot.id, quantity, price: price.toDecimalPlaces(priceDecimals), time: lot.time };
    });
  }

  #details(): PositionDetails {
    this.#core.catchUp();
    return JSON.parse(this.#readDetails(this.#index)) as PositionDetails;
  }
}
