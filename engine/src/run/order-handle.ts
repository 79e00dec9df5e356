import { type Decimal, decimalOf } from "../decimal.ts";
import { OrderError } from "../errors.ts";
import type { Order, OrderChanges, OrderStatus } from "../strategy/context.ts";
import { flag } from "./block.ts";
import { quantityMantissa } from "./order-amounts.ts";
import { changeNames, orderNumbers, readOptions } from "./order-options.ts";
import type { RunCore } from "./run-core.ts";
import type { SymbolRules } from "./symbol-rules.ts";

const closed: ReadonlySet<OrderStatus> = new Set(["denied", "rejected", "filled", "canceled", "expired"]);

/** The strategy's hold on an order; state is read from the native core when asked for. */
export class OrderHandle implements Order {
  readonly id: number;
  readonly symbol: string;
  readonly side: "buy" | "sell";
  readonly tag: string | undefined;
  readonly #core: RunCore;
  readonly #rules: SymbolRules;

  constructor(core: RunCore, rules: SymbolRules, id: number, side: "buy" | "sell", tag: string | undefined) {
    this.#core = core;
    this.#rules = rules;
    this.id = id;
    this.symbol = rules.symbol;
    this.side = side;
    this.tag = tag;
  }

  get status(): OrderStatus {
    return this.#core.order(this.id).status;
  }

  get isOpen(): boolean {
    return !closed.has(this.status);
  }

  get quantity(): Decimal {
    return decimalOf(this.#core.order(this.id).quantity, this.#rules.lotScale);
  }

  get filled(): Decimal {
    return decimalOf(this.#core.order(this.id).filled, this.#rules.lotScale);
  }

  get reason(): string | undefined {
    return this.#core.order(this.id).reason;
  }

  cancel(): boolean {
    this.#core.assertOrdering("order.cancel");
    return this.#core.cancel(this.id);
  }

  modify(changes: OrderChanges): boolean {
    this.#core.assertOrdering("order.modify");
    const numbers = orderNumbers();
    const { quantity, ...prices } = changes;
    if (quantity !== undefined) {
      numbers.quantity = quantityMantissa(quantity, this.#rules);
      if (numbers.quantity < 0) {
        throw new OrderError(`${this.symbol}: the new quantity ${String(quantity)} of order ${this.id} has a sign`, {
          code: "order.modify",
          hint: "Give the new total without sign: the side of an order stays what it is.",
          context: { order: this.id, quantity: String(quantity) },
        });
      }
      numbers.flags |= flag.quantity;
    }
    readOptions(prices, this.#rules, numbers, changeNames);
    if (numbers.flags === 0) return this.isOpen;
    return this.#core.modify(this.id, this.#rules, numbers);
  }

  static isOf(value: unknown, core: RunCore): value is OrderHandle {
    return typeof value === "object" && value !== null && #core in value && value.#core === core;
  }
}

/** The handles of a run, one an order. */
export class OrderHandles {
  readonly #core: RunCore;
  readonly #handles: (OrderHandle | undefined)[] = [];

  constructor(core: RunCore) {
    this.#core = core;
  }

  add(rules: SymbolRules, id: number, side: "buy" | "sell", tag: string | undefined): OrderHandle {
    const handle = new OrderHandle(this.#core, rules, id, side, tag);
    this.#handles[id] = handle;
    return handle;
  }

  /** Handles in order of their ids. */
  list(): OrderHandle[] {
    return this.#handles.filter((handle) => handle !== undefined);
  }

  /** Orders that the engine itself made (`closeAtEnd`, recalls) get their handle here. */
  get(id: number): OrderHandle {
    const known = this.#handles[id];
    if (known !== undefined) return known;
    const { symbol, side, tag } = this.#core.order(id);
    return this.add(this.#core.symbols.at(symbol), id, side, tag);
  }
}
