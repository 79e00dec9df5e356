import { exactOf, isAmount, type Ratio } from "../decimal.ts";
import { OrderError } from "../errors.ts";
import type { Bracket, Order } from "../strategy/context.ts";
import { flag } from "./block.ts";
import { type Mantissa, notAnAmount, priceMantissa, quantityMantissa } from "./order-amounts.ts";
import { OrderHandle, type OrderHandles } from "./order-handle.ts";
import { bracketNames, clearNumbers, orderNumbers, readOptions } from "./order-options.ts";
import { planRebalance } from "./rebalance/rebalance.ts";
import type { CostRules } from "./rebalance/trade-cost.ts";
import type { RunCore } from "./run-core.ts";
import { isFraction, quantityForMoney, shareOfEquity, weightRatio } from "./sizing.ts";
import type { SymbolRules } from "./symbol-rules.ts";

/** What an order call was given: `(amount, options?)` or `(symbol, amount, options?)`. */
interface Said {
  readonly rules: SymbolRules;
  readonly amount: unknown;
  readonly options: unknown;
}

/** What a rebalance has to know of the settings. */
export interface DeskAccount extends CostRules {
  readonly isCash: boolean;
}

/** Reads what a strategy asks for and says it to the native core. */
export class OrderDesk {
  readonly #core: RunCore;
  readonly #handles: OrderHandles;
  readonly #numbers = orderNumbers();
  /** Target orders for symbols without a price, by symbol: nothing was ordered. */
  readonly unpriced = new Map<string, number>();
  readonly #account: DeskAccount;

  constructor(core: RunCore, handles: OrderHandles, account: DeskAccount) {
    this.#core = core;
    this.#handles = handles;
    this.#account = account;
  }

  order(first: unknown, second: unknown, third: unknown): Order {
    const { rules, amount, options } = this.#read("order", first, second, third);
    return this.#submit(rules, quantityMantissa(amount, rules), 0, options);
  }

  /** Money for `value`, or `share` of equity, as an order of its own. */
  orderMoney(call: "orderValue" | "orderPercent", first: unknown, second: unknown, third: unknown): Order | undefined {
    const { rules, amount, options } = this.#read(call, first, second, third);
    const quantity = this.#quantityFor(call === "orderValue" ? this.#value(amount, rules) : this.#share(amount, rules), rules);
    return this.#submitFit(rules, quantity, options);
  }

  /** What is missing from position and open orders to the target. */
  orderTarget(
    call: "orderTarget" | "orderTargetValue" | "orderTargetPercent",
    first: unknown,
    second: unknown,
    third: unknown,
  ): Order | undefined {
    const { rules, amount, options } = this.#read(call, first, second, third);
    const target = this.#target(call, amount, rules);
    if (target === undefined) return undefined;
    const { position, open } = this.#core.sizing(rules.index);
    return this.#submitFit(rules, target - position - open, options);
  }

  /** Orders toward weights of the equity; handles by symbol. */
  rebalance(weights: unknown, options: unknown): Readonly<Record<string, Order>> {
    const { steps, unpriced } = planRebalance(this.#core, weights, options, this.#account);
    for (const { symbol } of unpriced) this.#noteUnpriced(symbol);
    return Object.fromEntries(
      steps.map(({ rules, quantity }) => [rules.symbol, this.#submit(rules, mantissa(quantity), flag.fit, undefined)]),
    );
  }

  close(symbol: unknown): Order | undefined {
    const rules =
      symbol === undefined ? this.#core.symbols.only((name) => `ctx.close(${JSON.stringify(name)})`) : this.#core.symbols.get(symbol);
    const quantity = this.#core.closeQuantity(rules.index);
    if (quantity === 0 || quantity === 0n) return undefined;
    return this.#submit(rules, quantity, flag.closing, undefined);
  }

  bracket(first: unknown, second: unknown, third: unknown): Bracket {
    const { rules, amount, options } = this.#read("bracket", first, second, third);
    if (typeof options !== "object" || options === null) throw bracketError(rules, "has no prices");
    const { entry, takeProfit, stopLoss, ...rest } = options as Readonly<Record<string, unknown>>;
    if (takeProfit === undefined || stopLoss === undefined) throw bracketError(rules, "needs both takeProfit and stopLoss");
    const numbers = this.#numbers;
    clearNumbers(numbers);
    readOptions(rest, rules, numbers, bracketNames);
    numbers.quantity = quantityMantissa(amount, rules);
    numbers.target = priceMantissa("takeProfit", takeProfit, rules);
    numbers.stop = priceMantissa("stopLoss", stopLoss, rules);
    numbers.flags |= flag.stop;
    if (entry !== undefined) {
      numbers.limit = priceMantissa("entry", entry, rules);
      numbers.flags |= flag.limit;
    }
    const id = this.#core.bracket(rules, numbers);
    const [side, other] = numbers.quantity > 0 ? (["buy", "sell"] as const) : (["sell", "buy"] as const);
    return {
      entry: this.#handles.add(rules, id, side, numbers.tag),
      takeProfit: this.#handles.add(rules, id + 1, other, numbers.tag),
      stopLoss: this.#handles.add(rules, id + 2, other, numbers.tag),
    };
  }

  oco(a: unknown, b: unknown): void {
    this.#core.oco(this.#handle("oco", a).id, this.#handle("oco", b).id);
  }

  ouo(a: unknown, b: unknown): void {
    this.#core.ouo(this.#handle("ouo", a).id, this.#handle("ouo", b).id);
  }

  /** Handles go on hold, descriptions become orders that wait. */
  oto(first: unknown, second: unknown): readonly Order[] {
    const parent = this.#handle("oto", first);
    const children: readonly unknown[] = Array.isArray(second) ? second : [second];
    return children.map((child) => {
      if (OrderHandle.isOf(child, this.#core)) {
        this.#core.hold(parent.id, child.id);
        return child;
      }
      if (typeof child !== "object" || child === null || !("quantity" in child)) throw noChild(child);
      const { symbol = parent.symbol, quantity, ...options } = child as Readonly<Record<string, unknown>>;
      const rules = this.#core.symbols.get(String(symbol));
      const numbers = this.#numbers;
      clearNumbers(numbers);
      readOptions(options, rules, numbers);
      numbers.quantity = quantityMantissa(quantity, rules);
      const id = this.#core.submitChild(parent.id, rules, numbers);
      return this.#handles.add(rules, id, numbers.quantity > 0 ? "buy" : "sell", numbers.tag);
    });
  }

  #handle(call: "oco" | "ouo" | "oto", order: unknown): OrderHandle {
    if (OrderHandle.isOf(order, this.#core)) return order;
    throw new OrderError(`ctx.${call}: an argument is not an order of this run`, {
      code: "order.unknown",
      hint: linkHints[call],
    });
  }

  cancelAll(symbol: unknown): number {
    const ids = this.#core.openOrders(symbol === undefined ? undefined : this.#core.symbols.get(symbol));
    return ids.filter((id) => this.#core.cancel(id)).length;
  }

  openOrders(symbol: unknown): readonly Order[] {
    return this.#core.openOrders(symbol === undefined ? undefined : this.#core.symbols.get(symbol)).map((id) => this.#handles.get(id));
  }

  #read(call: string, first: unknown, second: unknown, third: unknown): Said {
    const { symbols } = this.#core;
    // "100" alone is an amount; a string before another amount, or a known name, is a symbol.
    const names = typeof first === "string" && (isAmount(second) || isFraction(second) || symbols.has(first));
    if (!names && typeof first === "string" && exactOf(first) === undefined) symbols.get(first);
    if (names) {
      const rules = symbols.get(first);
      if (second === undefined) throw notAnAmount(call, second, rules);
      return { rules, amount: second, options: third };
    }
    return { rules: symbols.only((name) => `ctx.${call}(${JSON.stringify(name)}, …)`), amount: first, options: second };
  }

  #submit(rules: SymbolRules, quantity: Mantissa, flags: number, options: unknown): Order {
    const numbers = this.#numbers;
    clearNumbers(numbers);
    numbers.quantity = quantity;
    numbers.flags = flags;
    if (options !== undefined) readOptions(options, rules, numbers);
    const id = this.#core.submit(rules, numbers);
    return this.#handles.add(rules, id, quantity > 0 ? "buy" : "sell", numbers.tag);
  }

  #submitFit(rules: SymbolRules, quantity: bigint | undefined, options: unknown): Order | undefined {
    if (quantity === undefined || quantity === 0n) return undefined;
    return this.#submit(rules, mantissa(quantity), flag.fit, options);
  }

  #target(call: string, amount: unknown, rules: SymbolRules): bigint | undefined {
    if (call === "orderTargetValue") return this.#quantityFor(this.#value(amount, rules), rules);
    if (call === "orderTargetPercent") return this.#quantityFor(this.#share(amount, rules), rules);
    const exact = exactOf(amount);
    if (exact?.mantissa === 0n) return 0n;
    return BigInt(quantityMantissa(amount, rules));
  }

  #value(amount: unknown, rules: SymbolRules): Ratio {
    const exact = exactOf(amount);
    if (exact === undefined) throw notAnAmount("value", amount, rules);
    return { num: exact.mantissa, den: 10n ** BigInt(exact.scale) };
  }

  #share(weight: unknown, rules: SymbolRules): Ratio {
    return shareOfEquity(weightRatio("share", weight, rules), this.#core.equity(), this.#core.ledgerScale);
  }

  #quantityFor(money: Ratio, rules: SymbolRules): bigint | undefined {
    const { close } = this.#core.sizing(rules.index);
    const quantity = close === 0n ? undefined : quantityForMoney(money, close, rules, this.#core.rate(rules));
    if (quantity === undefined) this.#noteUnpriced(rules.symbol);
    return quantity;
  }

  #noteUnpriced(symbol: string): void {
    this.unpriced.set(symbol, (this.unpriced.get(symbol) ?? 0) + 1);
  }
}

function mantissa(value: bigint): Mantissa {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value;
}

const linkHints = {
  oco: "Pass two handles, for example ctx.oco(ctx.order(-1, { limit: 110 }), ctx.order(-1, { stop: 90 })).",
  ouo: "Pass two handles, for example ctx.ouo(ctx.order(-1, { limit: 110 }), ctx.order(-1, { stop: 90 })).",
  oto: "Pass the handle to wait for, for example ctx.oto(ctx.order(1, { limit: 99 }), { quantity: -1, limit: 110 }).",
} as const;

function noChild(child: unknown): OrderError {
  const shown = typeof child === "object" && child !== null ? JSON.stringify(child) : String(child);
  return new OrderError(`ctx.oto: ${shown} is neither an order of this run nor a description of one`, {
    code: "order.oto",
    hint: "Give handles, or descriptions with a quantity: ctx.oto(parent, { quantity: -1, limit: 110 }).",
    context: { value: shown },
  });
}

function bracketError(rules: SymbolRules, what: string): OrderError {
  return new OrderError(`${rules.symbol}: the bracket ${what}`, {
    code: "order.bracket",
    hint: "Write ctx.bracket(100, { takeProfit: 110, stopLoss: 95 }), with entry for a limit entry.",
    context: { symbol: rules.symbol },
  });
}
