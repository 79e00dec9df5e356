import { decimalOf, type Exact, exactOf } from "../decimal.ts";
import { StrategyError } from "../errors.ts";
import { fromNative, type HotCalls } from "../native.ts";
import type { OrderStatus } from "../strategy/context.ts";
import { flag, word } from "./block.ts";
import type { Mantissa } from "./order-amounts.ts";
import type { OrderNumbers } from "./order-options.ts";
import type { Cursor } from "./series.ts";
import { Journal, type JournalEntry } from "./snapshot/journal.ts";
import type { SymbolRules, SymbolTable } from "./symbol-rules.ts";

/** Where a run is: user code only runs in the phases from `setup` on. */
export const phase = { outside: 0, setup: 1, open: 2, bar: 3, end: 4 } as const;
export type Phase = (typeof phase)[keyof typeof phase];

export interface Vocabulary {
  readonly statuses: readonly OrderStatus[];
  readonly reasons: readonly string[];
}

export interface OrderState {
  readonly status: OrderStatus;
  readonly reason: string | undefined;
  readonly symbol: number;
  readonly side: "buy" | "sell";
  /** Mantissas at the lot's decimals, without sign. */
  readonly quantity: bigint;
  readonly filled: bigint;
  /** Of an order that the engine made. */
  readonly tag: string | undefined;
}

/** Exact amounts at the ledger's decimals. */
export interface PortfolioAmounts {
  readonly cash: bigint;
  readonly equity: bigint;
  readonly buyingPower: bigint;
  readonly grossExposure: bigint;
  readonly netExposure: bigint;
}

/** What orders on a symbol are sized from, as mantissas. */
export interface Sizing {
  readonly position: bigint;
  /** Signed open quantity, bracket children left out. */
  readonly open: bigint;
  /** Signed open quantity of `ctx.close()` orders. */
  readonly closing: bigint;
  /** Last close at the data's decimals; 0 before the first bar. */
  readonly close: bigint;
}

export interface RunParts {
  readonly hot: HotCalls;
  readonly vocabulary: Vocabulary;
  readonly symbols: SymbolTable;
  readonly ledgerScale: number;
  /** The account's money for one unit of a symbol's currency. */
  readonly rateOf: (symbol: number) => string;
  /** Whether what a callback said can have effects before the next bar: fills at this close, or notices that somebody waits for. */
  readonly settlesAtOnce: boolean;
}

const one: Exact = { mantissa: 1n, scale: 0 };

/** Of orders that the engine makes: nothing, for a lender, for a margin call. */
const engineTags: readonly (string | undefined)[] = [undefined, "recall", "marginCall"];

/** Calls that change a run. */
type CommandName = Exclude<keyof HotCalls, "block">;

/** The native run as the rest of `run/` drives it: the shared block, and what is known without asking again. */
export class RunCore {
  readonly symbols: SymbolTable;
  readonly ledgerScale: number;
  /** Step of the last closed bar; also the cursor of every symbol with a bar at each timestamp. */
  readonly clock: Cursor = { index: -1 };
  phase: Phase = phase.outside;
  /** Changes whenever positions and amounts may have changed. */
  version = 0;
  /** A command was given since the native side last looked. */
  said = false;
  horizon = 0;
  notices = 0;

  readonly #hot: HotCalls;
  readonly #vocabulary: Vocabulary;
  readonly #numbers: Float64Array;
  readonly #integers: BigInt64Array;
  readonly #positions: Float64Array;
  readonly #positionVersions: Int32Array;
  readonly #settlesAtOnce: boolean;
  readonly #rateOf: (symbol: number) => string;
  #journal: Journal | undefined;
  #portfolio: PortfolioAmounts | undefined;
  #portfolioVersion = -1;
  #portfolioStep = -2;

  constructor({ hot, vocabulary, symbols, ledgerScale, rateOf, settlesAtOnce }: RunParts) {
    this.#hot = hot;
    this.#rateOf = rateOf;
    this.#settlesAtOnce = settlesAtOnce;
    this.#vocabulary = vocabulary;
    this.symbols = symbols;
    this.ledgerScale = ledgerScale;
    this.#numbers = new Float64Array(hot.block);
    this.#integers = new BigInt64Array(hot.block);
    this.#positions = new Float64Array(symbols.names.length);
    this.#positionVersions = new Int32Array(symbols.names.length).fill(-1);
  }

  /** Writes down every command from now on, for a snapshot. */
  keepCommands(): void {
    this.#journal = new Journal(this.#hot.block);
  }

  /** All commands given since `keepCommands`, those of a snapshot included. */
  commands(): readonly JournalEntry[] {
    return this.#journal?.entries ?? [];
  }

  /** Gives the commands of a snapshot again, then matches everything up to its last closed bar. Nobody hears of it. */
  replay(commands: readonly JournalEntry[], closed: number): void {
    const { watch } = word;
    const watched = this.#numbers[watch] as number;
    const journal = this.#journal ?? new Journal(this.#hot.block);
    journal.replay(commands, (name, text) => {
      this.#numbers[watch] = 0;
      const call = this.#hot[name as CommandName] as ((text?: string) => void) | undefined;
      if (call === undefined) throw new TypeError(`the native core has no command ${name}`);
      try {
        if (text === undefined) call();
        else call(text);
      } catch (error) {
        throw fromNative(error);
      }
    });
    this.#numbers[watch] = 0;
    this.clock.index = closed - 1;
    this.#ask(this.#hot.advance);
    this.#numbers[watch] = watched;
    this.horizon = closed;
    this.version++;
  }

  /** Matches everything up to the last closed bar. */
  advance(): void {
    this.#move(this.#hot.advance);
    this.#journal?.advanced();
  }

  /** Opens the next step: its corporate actions, and orders that are eligible at its open. */
  begin(): void {
    this.#move(this.#hot.begin);
    this.#journal?.open();
  }

  /** Lets commands of the callback take effect: fills at this close, a new horizon. */
  end(): void {
    this.said = false;
    if (this.#settlesAtOnce) {
      this.#numbers[word.closed] = this.clock.index + 1;
      const entry = this.#journal?.entry("end");
      this.#move(this.#hot.end);
      if (entry !== undefined) this.#journal?.keep(entry);
    } else this.horizon = this.clock.index + 1; // the next step is advanced, which finds the horizon
  }

  finish(): void {
    this.#move(this.#hot.finish);
  }

  /** Asks the native side to keep notices of fills and status changes. */
  watch(): void {
    this.#numbers[word.watch] = 1;
  }

  /** Submits and returns the order's id. */
  submit(rules: SymbolRules, order: OrderNumbers): number {
    this.#put(rules, order);
    return this.#say("submit", textOf(order));
  }

  /** Submits an order that waits for the fills of `parent`. */
  submitChild(parent: number, rules: SymbolRules, order: OrderNumbers): number {
    order.flags |= flag.waits;
    this.#put(rules, order);
    this.#numbers[word.other] = parent;
    return this.#say("submit", textOf(order));
  }

  /** Returns the entry's id; take-profit and stop-loss have the two after it. */
  bracket(rules: SymbolRules, order: OrderNumbers): number {
    this.#put(rules, order);
    this.#putMantissa(word.target, order.target, (order.flags & flag.wide) !== 0);
    return this.#say("bracket", order.tag);
  }

  cancel(id: number): boolean {
    this.#numbers[word.order] = id;
    return this.#say("cancel", undefined) === 1;
  }

  modify(id: number, rules: SymbolRules, changes: OrderNumbers): boolean {
    this.#put(rules, changes);
    this.#numbers[word.order] = id;
    return this.#say("modify", undefined) === 1;
  }

  oco(first: number, second: number): void {
    this.#numbers[word.order] = first;
    this.#numbers[word.other] = second;
    this.#say("oco", undefined);
  }

  ouo(first: number, second: number): void {
    this.#numbers[word.order] = first;
    this.#numbers[word.other] = second;
    this.#say("ouo", undefined);
  }

  /** `child` waits for the fills of `parent`. */
  hold(parent: number, child: number): void {
    this.#numbers[word.order] = parent;
    this.#numbers[word.other] = child;
    this.#say("hold", undefined);
  }

  order(id: number): OrderState {
    this.#numbers[word.order] = id;
    this.#ask(this.#hot.order);
    return {
      status: this.#statusName(this.#number(word.status)),
      reason: this.#reasonName(this.#number(word.reason)),
      symbol: this.#number(word.symbol),
      side: this.#number(word.side) === 1 ? "sell" : "buy",
      tag: engineTags[this.#number(word.result)],
      quantity: this.#exact(0),
      filled: this.#exact(1),
    };
  }

  openOrders(rules: SymbolRules | undefined): number[] {
    const ids: number[] = [];
    let count = 0;
    do {
      this.#numbers[word.symbol] = rules === undefined ? -1 : rules.index;
      this.#numbers[word.order] = ids.length;
      this.#ask(this.#hot.openOrders);
      count = this.#number(word.result);
      for (let slot = 0; slot < word.idsRoom && ids.length < count; slot++) ids.push(this.#number(word.ids + slot));
    } while (ids.length < count);
    return ids;
  }

  /** Brings the native side to the last closed bar, before it is read by a cold call. */
  catchUp(): void {
    this.#numbers[word.symbol] = 0;
    this.#ask(this.#hot.sizing);
  }

  /** Sign and rough size of a position, cheap to ask on every bar. */
  positionNumber(index: number): number {
    if (this.#positionVersions[index] !== this.version) this.#readSizing(index);
    return this.#positions[index] as number;
  }

  sizing(index: number): Sizing {
    this.#readSizing(index);
    return { position: this.#exact(0), open: this.#exact(1), closing: this.#exact(2), close: this.#exact(3) };
  }

  /** The account's money for one unit of the symbol's currency, at the last close. */
  rate(rules: SymbolRules): Exact {
    if (!rules.isForeign) return one;
    this.catchUp();
    return exactOf(this.#rateOf(rules.index)) ?? one;
  }

  /** Money of one currency for money of another; false when the account has not that much. */
  convert(from: number, to: number, amount: bigint): boolean {
    const done = this.#say("convert", `${from} ${to} ${amount}`) === 1;
    this.version++;
    return done;
  }

  /** What `ctx.close()` has to trade: the position and what earlier closes leave of it. */
  closeQuantity(index: number): Mantissa {
    if (this.#positionVersions[index] === this.version && this.#positions[index] === 0) return 0;
    this.#readSizing(index);
    const position = this.#positions[index] as number;
    if (position === 0) return 0;
    const rest = position + this.#number(word.closing);
    if (!Number.isSafeInteger(position) || !Number.isSafeInteger(rest)) return closeExactly(this.#exact(0), this.#exact(2));
    return rest === 0 || rest < 0 !== position < 0 ? 0 : -rest;
  }

  portfolio(): PortfolioAmounts {
    // An order changes buying power at once, everything else only with the next bar.
    if (this.#isPortfolioOld() || this.said) this.#readPortfolio();
    return this.#portfolio as PortfolioAmounts;
  }

  equity(): bigint {
    if (this.#isPortfolioOld()) this.#readPortfolio();
    return (this.#portfolio as PortfolioAmounts).equity;
  }

  money(mantissa: bigint): ReturnType<typeof decimalOf> {
    return decimalOf(mantissa, this.ledgerScale);
  }

  /** Takes the next notice. */
  nextNotice(): {
    readonly isFill: boolean;
    readonly order: number;
    readonly fill: number;
    readonly status: OrderStatus;
    readonly reason: string | undefined;
  } {
    this.#ask(this.#hot.notice);
    this.notices = this.#number(word.notices);
    const isFill = this.#number(word.kind) === 1;
    return {
      isFill,
      order: this.#number(word.order),
      fill: isFill ? this.#number(word.fill) : -1,
      status: this.#statusName(this.#number(word.status)),
      reason: isFill ? undefined : this.#reasonName(this.#number(word.reason)),
    };
  }

  /** Throws `StrategyError` when no callback is running. */
  assertInside(what: string): void {
    if (this.phase === phase.outside) throw outsideError(what);
  }

  /** Throws `StrategyError` where nothing can be ordered. */
  assertOrdering(what: string): void {
    if (this.phase === phase.open || this.phase === phase.bar) return;
    if (this.phase === phase.outside) throw outsideError(what);
    const where = this.phase === phase.setup ? "setup" : "onEnd";
    throw new StrategyError(`ctx.${what} was called in ${where}`, {
      code: "strategy.ordersNotPossible",
      hint:
        where === "setup"
          ? "Order in onBar, onOpen or a schedule: setup runs before the first bar."
          : "The run is over in onEnd; order in onBar.",
      context: { call: what, where },
    });
  }

  #move(call: () => void): void {
    this.#numbers[word.closed] = this.clock.index + 1;
    call();
    this.version++;
    this.horizon = this.#number(word.horizon);
    this.notices = this.#number(word.notices);
  }

  #say(name: CommandName, tag: string | undefined): number {
    this.#numbers[word.closed] = this.clock.index + 1;
    const entry = this.#journal?.entry(name, tag);
    try {
      if (tag === undefined) this.#hot[name]();
      else this.#hot[name](tag);
    } catch (error) {
      throw fromNative(error);
    }
    if (entry !== undefined) this.#journal?.keep(entry);
    this.said = true;
    return this.#number(word.result);
  }

  #ask(call: () => void): void {
    this.#numbers[word.closed] = this.clock.index + 1;
    try {
      call();
    } catch (error) {
      throw fromNative(error);
    }
  }

  #put(rules: SymbolRules, order: OrderNumbers): void {
    const { flags } = order;
    const wide = isWide(order);
    const numbers = this.#numbers;
    numbers[word.symbol] = rules.index;
    order.flags = wide ? flags | flag.wide : flags;
    numbers[word.flags] = order.flags;
    this.#putMantissa(word.quantity, order.quantity, wide);
    if ((flags & flag.limit) !== 0) this.#putMantissa(word.limit, order.limit, wide);
    if ((flags & flag.stop) !== 0) this.#putMantissa(word.stop, order.stop, wide);
    if ((flags & flag.trail) !== 0) this.#putMantissa(word.trail, order.trail, wide);
    if ((flags & flag.percent) !== 0) {
      this.#putMantissa(word.percent, order.percent, wide);
      numbers[word.percentScale] = order.percentScale;
    }
    if ((flags & rareOptions) !== 0) this.#putRare(order, wide);
  }

  #putRare(order: OrderNumbers, wide: boolean): void {
    this.#putMantissa(word.touch, order.touch, wide);
    this.#putMantissa(word.activation, order.activation, wide);
    this.#putMantissa(word.trailLimit, order.trailLimit, wide);
    this.#putMantissa(word.display, order.display, wide);
    this.#numbers[word.expires] = order.expires;
  }

  #putMantissa(at: number, value: Mantissa, wide: boolean): void {
    if (wide) this.#integers[at] = BigInt(value);
    else this.#numbers[at] = value as number;
  }

  #isPortfolioOld(): boolean {
    return this.#portfolioVersion !== this.version || this.#portfolioStep !== this.clock.index;
  }

  #readPortfolio(): void {
    this.#ask(this.#hot.portfolio);
    this.#portfolio = {
      cash: this.#amount(0),
      equity: this.#amount(2),
      buyingPower: this.#amount(4),
      grossExposure: this.#amount(6),
      netExposure: this.#amount(8),
    };
    this.#portfolioVersion = this.version;
    this.#portfolioStep = this.clock.index;
  }

  #readSizing(index: number): void {
    this.#numbers[word.symbol] = index;
    this.#ask(this.#hot.sizing);
    this.#positions[index] = this.#number(word.position);
    this.#positionVersions[index] = this.version;
  }

  #number(at: number): number {
    return this.#numbers[at] as number;
  }

  #exact(slot: number): bigint {
    return this.#integers[word.exact + slot] as bigint;
  }

  #amount(slot: number): bigint {
    return (this.#exact(slot + 1) << 64n) | BigInt.asUintN(64, this.#exact(slot));
  }

  #statusName(index: number): OrderStatus {
    return this.#vocabulary.statuses[index] ?? "initialized";
  }

  #reasonName(index: number): string | undefined {
    return index < 0 ? undefined : this.#vocabulary.reasons[index];
  }
}

/** Options that have words of their own. */
const rareOptions = flag.touch | flag.activation | flag.trailLimit | flag.expiresDay | flag.expiresAt | flag.display;

/** The one text of a call. */
function textOf({ lotIds, tag }: OrderNumbers): string | undefined {
  return lotIds === undefined ? tag : `${lotIds}\n${tag ?? ""}`;
}

function closeExactly(position: bigint, closing: bigint): bigint {
  const rest = position + closing;
  return rest < 0n === position < 0n ? -rest : 0n;
}

function isWide({ quantity, limit, stop, trail, target, touch, activation, trailLimit, display }: OrderNumbers): boolean {
  return (
    typeof quantity === "bigint" ||
    typeof limit === "bigint" ||
    typeof stop === "bigint" ||
    typeof trail === "bigint" ||
    typeof target === "bigint" ||
    typeof touch === "bigint" ||
    typeof activation === "bigint" ||
    typeof trailLimit === "bigint" ||
    typeof display === "bigint"
  );
}

function outsideError(what: string): StrategyError {
  return new StrategyError(`ctx.${what} was used outside a callback of its run`, {
    code: "strategy.outsideCallback",
    hint: "Use ctx only inside setup, onOpen, onBar, onOrder, onFill, onEnd or a schedule, and not after await or in a timer.",
    context: { call: what },
  });
}
