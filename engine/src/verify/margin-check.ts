import { exact, roundedQuotient } from "../result/exact.ts";
import type { LogEvent, MarginCallEvent, OrderEvent } from "../result/log-event.ts";
import type { RunConfig } from "../settings/run-config.ts";
import type { Clock } from "./clock.ts";
import type { Findings } from "./findings.ts";
import { type Fraction, fraction, times } from "./fraction.ts";
import type { SymbolState } from "./replay.ts";
import type { Scale } from "./scaled.ts";

export interface MarginInput {
  readonly config: RunConfig;
  readonly clock: Clock;
  readonly symbols: ReadonlyMap<string, SymbolState>;
  readonly scale: Scale;
  readonly findings: Findings;
  /** Cash and receivables by currency, as the log has come so far. */
  readonly money: () => ReadonlyMap<string, bigint>;
  /** Money of a currency in the account's, at the rate before the bar of a step. */
  readonly inOwn: (amount: bigint, currency: string, step: number) => bigint;
  /** What open answers to earlier calls still trade of a symbol. */
  readonly pending: (symbol: string) => bigint;
}

interface Held {
  readonly symbol: SymbolState;
  readonly quantity: bigint;
  readonly cost: bigint;
  readonly ratio: Fraction | undefined;
  readonly pending: bigint;
}

/** The account before the open of a step, after its actions and charges. */
interface Morning {
  readonly step: number;
  readonly money: ReadonlyMap<string, bigint>;
  readonly held: readonly Held[];
}

interface Found {
  readonly path: string;
  readonly event: MarginCallEvent;
  readonly orders: { readonly path: string; readonly event: OrderEvent }[];
}

/** Derives at every point whether the account was below its maintenance margin, and what the engine closed for it (SPEC M24). */
export class MarginCheck {
  readonly #input: MarginInput;
  readonly #mornings: Morning[] = [];
  readonly #found = new Map<number, Found>();
  readonly #splits = new Map<string, { step: number; ratio: Fraction }>();
  #next = 1;

  constructor(input: MarginInput) {
    this.#input = input;
  }

  /** Before an event is applied: mornings that it lies behind. */
  reach(event: LogEvent, step: number): void {
    this.#pass(comesBefore(event) ? step - 1 : step);
  }

  split(symbol: string, step: number, ratio: Fraction): void {
    const known = this.#splits.get(symbol);
    this.#splits.set(symbol, { step, ratio: known?.step === step ? times(known.ratio, ratio) : ratio });
  }

  call(path: string, event: MarginCallEvent, step: number): void {
    if (this.#found.has(step)) this.#input.findings.add(path, "an account is called once before an open", { found: event.t });
    this.#found.set(step, { path, event, orders: [] });
  }

  order(path: string, event: OrderEvent, step: number): void {
    if (isAnswer(event)) this.#found.get(step)?.orders.push({ path, event });
  }

  /** Once the whole log has been read and marks are known. */
  check(): void {
    const { clock, findings, symbols } = this.#input;
    this.#pass(clock.last);
    const closes = new Map([...symbols.values()].map((symbol) => [symbol, new Map<number, string>()]));
    for (const [symbol, at] of closes)
      for (const mark of symbol.marks) for (const [i, close] of mark.closes.entries()) at.set(mark.from + i, close);
    for (const morning of this.#mornings) this.#checkMorning(morning, closes);
    for (const { path, event } of this.#found.values()) findings.add(path, "a margin call needs positions", { found: event.t });
  }

  #pass(last: number): void {
    const { symbols, money, pending } = this.#input;
    for (; this.#next <= last; this.#next++) {
      const step = this.#next;
      const open = [...symbols.values()].filter(({ book }) => book.quantity !== 0n);
      if (open.length === 0) continue;
      const held = open.map((symbol) => {
        const split = this.#splits.get(symbol.symbol);
        const { quantity, cost } = symbol.book;
        return { symbol, quantity, cost, ratio: split?.step === step ? split.ratio : undefined, pending: pending(symbol.symbol) };
      });
      this.#mornings.push({ step, money: money(), held });
    }
  }

  #checkMorning({ step, money, held }: Morning, closes: ReadonlyMap<SymbolState, ReadonlyMap<number, string>>): void {
    const { config, scale, findings, inOwn } = this.#input;
    const values = held.map((each) => {
      const { mantissa, scale: decimals } = exact(closes.get(each.symbol)?.get(step - 1) ?? "0");
      const by = each.ratio ?? fraction(1n);
      const value = roundedQuotient(
        each.quantity * mantissa * each.symbol.multiplier * by.den,
        scale.unit * 10n ** BigInt(decimals) * by.num,
      );
      return { ...each, value, size: value < 0n ? -value : value };
    });
    const worth = new Map(money);
    const gross = new Map<string, bigint>();
    for (const { symbol, value, size, cost } of values) {
      const { currency } = symbol;
      worth.set(currency, (worth.get(currency) ?? 0n) + (symbol.settled ? value - cost : value));
      gross.set(currency, (gross.get(currency) ?? 0n) + size);
    }
    const total = (of: ReadonlyMap<string, bigint>) => [...of].reduce((sum, [currency, amount]) => sum + inOwn(amount, currency, step), 0n);
    const rate = exact(config.account.maintenanceMargin ?? "0");
    const one = 10n ** BigInt(rate.scale);
    const required = upDivide(total(gross) * rate.mantissa, one);
    const equity = total(worth);
    const found = this.#found.get(step);
    this.#found.delete(step);
    const isCalled = required > 0n && equity < required;
    const expected = isCalled ? { equity: scale.write(equity), required: scale.write(required) } : undefined;
    const said = found === undefined ? undefined : { equity: found.event.equity, required: found.event.required };
    findings.equal(
      found?.path ?? "events",
      expected,
      said,
      `the account is called when its equity is below its maintenance margin (${this.#input.clock.texts[step]})`,
    );
    if (!isCalled || found === undefined) return;
    let lacking = required - equity;
    const orders: { symbol: string; side: string; quantity: string }[] = [];
    const sized = values
      .map((each, place) => ({ ...each, place, own: inOwn(each.size, each.symbol.currency, step) }))
      .sort((a, b) => (a.own === b.own ? a.place - b.place : a.own > b.own ? -1 : 1));
    for (const { symbol, quantity, own, pending } of sized) {
      if (lacking <= 0n || own <= 0n) continue;
      const whole = quantity < 0n ? -quantity : quantity;
      const freed = (part: bigint) => (own * rate.mantissa * part) / (whole * one);
      lacking -= freed(pending);
      const open = whole - pending;
      if (lacking <= 0n || open <= 0n) continue;
      const lots = upDivide(lacking * whole * one, own * rate.mantissa * symbol.lot) * symbol.lot;
      const closed = lots < open ? lots : open;
      lacking -= freed(closed);
      orders.push({ symbol: symbol.symbol, side: quantity > 0n ? "sell" : "buy", quantity: scale.write(closed) });
    }
    findings.equal(
      found.path,
      orders,
      found.orders.map(({ event: { symbol, side, quantity } }) => ({ symbol, side, quantity })),
      "the engine closes what frees the margin that lacks, the largest positions first",
    );
  }
}

/** Payments, actions and charges come before the open, and so do the conversions they lead to; what was said may have been. */
function comesBefore(event: LogEvent): boolean {
  switch (event.type) {
    case "dividend":
    case "dividendPaid":
    case "split":
    case "accrual":
    case "conversion":
      return true;
    case "order":
      return !isAnswer(event);
    default:
      return false;
  }
}

function isAnswer({ tag, at, reduceOnly }: OrderEvent): boolean {
  return tag === "marginCall" && at === "open" && reduceOnly === true;
}

function upDivide(a: bigint, b: bigint): bigint {
  return a % b === 0n ? a / b : a / b + 1n;
}
