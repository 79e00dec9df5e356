import type { OrderNumbers } from "./order-options.ts";
import { RunCore, type RunParts } from "./run-core.ts";
import { type CodePlace, placeOf } from "./strategy-place.ts";
import type { SymbolRules } from "./symbol-rules.ts";

/** Told which line of the strategy said which order. */
export type OnSaid = (order: number, place: CodePlace | undefined) => void;

/** A run that tells where in the strategy's code each order was said: for `check`, too slow for every run. */
export class TracedCore extends RunCore {
  readonly #onSaid: OnSaid;

  constructor(parts: RunParts, onSaid: OnSaid) {
    super(parts);
    this.#onSaid = onSaid;
  }

  override submit(rules: SymbolRules, order: OrderNumbers): number {
    return this.#told(super.submit(rules, order));
  }

  override submitChild(parent: number, rules: SymbolRules, order: OrderNumbers): number {
    return this.#told(super.submitChild(parent, rules, order));
  }

  override bracket(rules: SymbolRules, order: OrderNumbers): number {
    return this.#told(super.bracket(rules, order));
  }

  #told(id: number): number {
    this.#onSaid(id, placeOf(new Error("who says this")));
    return id;
  }
}
