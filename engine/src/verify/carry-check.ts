import type { Carry, CarryTerms, DatedRate } from "../carry/dated-rates.ts";
import { isAction } from "../result/action-rows.ts";
import { exact, roundedQuotient } from "../result/exact.ts";
import type { AccrualEvent, LogEvent, OrderEvent } from "../result/log-event.ts";
import type { Clock } from "./clock.ts";
import { yearFraction } from "./day-count.ts";
import type { Findings } from "./findings.ts";
import { type Fraction, fraction, minus, nothing, plus, times } from "./fraction.ts";
import { expectedPostings } from "./postings.ts";
import type { SymbolState } from "./replay.ts";
import type { Scale } from "./scaled.ts";

export interface CarryInput {
  /** What the settings ask for, with the rates of the manifest. */
  readonly terms: Carry;
  readonly clock: Clock;
  /** Exchange day of each step. */
  readonly days: Int32Array;
  /** In the order of the run. */
  readonly names: readonly string[];
  readonly symbols: ReadonlyMap<string, SymbolState>;
  readonly scale: Scale;
  readonly currency: string;
  readonly findings: Findings;
  /** As the log has come so far. */
  readonly cash: () => ReadonlyMap<string, bigint>;
  /** What a charge in a currency makes of balances, conversions included. */
  readonly charge: (balances: Map<string, bigint>, amount: bigint, currency: string, step: number) => void;
  /** Money of a currency in the account's, at the rate before the bar of a step. */
  readonly inOwn: (amount: bigint, currency: string, step: number) => bigint;
  /** What open recalls of a symbol still have to buy. */
  readonly recalled: (symbol: string) => bigint;
}

/** The account before the open of a day's first step. */
interface Morning {
  readonly step: number;
  /** An exchange day begins, not only a night has passed. */
  readonly isDay: boolean;
  readonly cash: ReadonlyMap<string, bigint>;
  readonly held: readonly { readonly symbol: SymbolState; readonly quantity: bigint; readonly ratio: Fraction | undefined }[];
}

interface Holding {
  readonly symbol: string;
  readonly base: bigint;
}

const kinds = ["borrow", "financing", "interest"] as const;
type Kind = (typeof kinds)[number];

/** Derives what holding cost on every exchange day, that there is as much to borrow as is owed, and what had to be bought back. */
export class CarryCheck {
  readonly #input: CarryInput;
  readonly #mornings: Morning[] = [];
  readonly #accruals = new Map<number, { readonly path: string; readonly event: AccrualEvent }[]>();
  readonly #residues = new Map<string, Fraction>();
  readonly #places: ReadonlyMap<string, number>;
  /** Splits of the step they act before. */
  readonly #splits = new Map<string, { step: number; ratio: Fraction }>();
  /** What must be bought back, by step and symbol. */
  readonly #recalls = new Map<string, { readonly step: number; readonly symbol: string; readonly quantity: string }>();
  /** How many nights lie before the open of a step. */
  readonly #nights: ReadonlyMap<number, number>;
  #next = 1;

  constructor(input: CarryInput) {
    this.#input = input;
    this.#places = new Map(input.names.map((name, place) => [name, place]));
    this.#nights = new Map(input.terms.financing?.nights);
  }

  /** Before an event is applied: mornings that it lies behind. Payments and actions come before the day's charges, all else after. */
  reach(event: LogEvent, step: number): void {
    const comesBefore = isAction(event);
    const isUndecided = event.type === "order" && !isRecall(event);
    this.#pass(comesBefore || isUndecided ? step - 1 : step);
  }

  split(symbol: string, step: number, ratio: Fraction): void {
    const known = this.#splits.get(symbol);
    this.#splits.set(symbol, { step, ratio: known?.step === step ? times(known.ratio, ratio) : ratio });
  }

  note(path: string, event: AccrualEvent, step: number): void {
    const known = this.#accruals.get(step);
    if (known === undefined) this.#accruals.set(step, [{ path, event }]);
    else known.push({ path, event });
  }

  /** An order by which the engine returns what lenders want back. */
  recall(path: string, event: OrderEvent, step: number): void {
    if (!isRecall(event)) return;
    const key = `${step} ${event.symbol}`;
    const due = this.#recalls.get(key);
    if (due === undefined) return;
    this.#recalls.delete(key);
    this.#input.findings.equal(
      `${path}.quantity`,
      due.quantity,
      event.quantity,
      "what is short beyond what can be borrowed (manifest.borrow) is bought back",
    );
  }

  /** After a sale. */
  checkShort(path: string, state: SymbolState, step: number): void {
    const { book } = state;
    const available = this.#available(state, step);
    if (available === undefined || -book.quantity <= available) return;
    const { scale, findings } = this.#input;
    findings.add(`${path}.quantity`, "a sale leaves no more short than can be borrowed that day (manifest.borrow)", {
      expected: scale.write(available),
      found: scale.write(-book.quantity),
    });
  }

  /** Once the log has been read to its end, and with it every close. */
  check(): void {
    const { findings, clock } = this.#input;
    this.#pass(clock.last);
    const closes = new Map([...this.#input.symbols.values()].map((symbol) => [symbol, new Closes(symbol)] as const));
    for (const morning of this.#mornings) this.#checkMorning(morning, closes);
    for (const [step, found] of this.#accruals) {
      for (const { path } of found)
        findings.add(path, "holding is charged at the first point of an exchange day", { found: clock.texts[step] });
    }
    for (const { step, symbol, quantity } of this.#recalls.values())
      findings.add(
        "events",
        `what is short of ${symbol} beyond what can be borrowed (manifest.borrow) is bought back on ${clock.texts[step]}`,
        {
          expected: quantity,
        },
      );
  }

  #pass(last: number): void {
    const { days, cash, symbols } = this.#input;
    for (; this.#next <= last; this.#next++) {
      const step = this.#next;
      const isDay = days[step] !== days[step - 1];
      if (!isDay && !this.#nights.has(step)) continue;
      const open = [...symbols.values()].filter(({ book }) => book.quantity !== 0n);
      const held = open.map((symbol) => {
        const split = this.#splits.get(symbol.symbol);
        return { symbol, quantity: symbol.book.quantity, ratio: split?.step === step ? split.ratio : undefined };
      });
      this.#mornings.push({ step, isDay, cash: cash(), held });
      if (isDay) for (const { symbol } of held) this.#expectRecall(symbol, step);
    }
  }

  #expectRecall(state: SymbolState, step: number): void {
    const { symbol, book } = state;
    const available = this.#available(state, step);
    if (available === undefined) return;
    const quantity = -book.quantity - available - this.#input.recalled(symbol);
    if (quantity > 0n) this.#recalls.set(`${step} ${symbol}`, { step, symbol, quantity: this.#input.scale.write(quantity) });
  }

  /** In whole lots; futures are not borrowed. */
  #available({ symbol, lot, settled }: SymbolState, step: number): bigint | undefined {
    const { terms, days, scale } = this.#input;
    if (settled) return undefined;
    const text = this.#rate(terms.borrow, symbol, days[step] as number)?.available;
    if (text === undefined) return undefined;
    const { mantissa, scale: decimals } = exact(text);
    return ((mantissa * scale.unit) / 10n ** BigInt(decimals) / lot) * lot;
  }

  #checkMorning({ step, isDay, cash, held }: Morning, closes: ReadonlyMap<SymbolState, Closes>): void {
    const { findings, scale, inOwn, charge } = this.#input;
    const values = held.map(({ symbol, quantity, ratio }) => {
      const { mantissa, scale: decimals } = exact(closes.get(symbol)?.at(step - 1) ?? "0");
      const by = ratio ?? fraction(1n);
      const numerator = quantity * mantissa * symbol.multiplier * by.den;
      return { symbol, value: roundedQuotient(numerator, scale.unit * 10n ** BigInt(decimals) * by.num) };
    });
    const lent = values
      .filter(({ symbol, value }) => !symbol.settled && value < 0n)
      .map(({ symbol, value }) => ({ symbol: symbol.symbol, currency: symbol.currency, base: -value }));
    const left = new Map(cash);
    const total = () => [...left].reduce((sum, [code, own]) => sum + inOwn(own, code, step), 0n);
    const owed = lent.reduce((sum, { base, currency }) => sum - inOwn(-base, currency, step), 0n);
    const found = this.#accruals.get(step) ?? [];
    this.#accruals.delete(step);
    const expected: AccrualEvent[] = [];
    for (const kind of kinds) {
      const terms = this.#input.terms[kind];
      if (terms === undefined || !(terms.dayCount === "nights" ? this.#nights.has(step) : isDay)) continue;
      const units = () =>
        held.map(({ symbol, quantity }) => ({ symbol: symbol.symbol, base: (quantity * symbol.multiplier) / scale.unit }));
      const bases: Readonly<Record<Kind, () => readonly Holding[]>> = {
        borrow: () => lent,
        financing: () =>
          terms.dayCount === "nights" ? units() : values.map(({ symbol, value }) => ({ symbol: symbol.symbol, base: value })),
        interest: () => [{ symbol: "", base: owed - total() }],
      };
      for (const holding of bases[kind]()) {
        const event = this.#accrual(kind, terms, holding, step);
        if (event === undefined) continue;
        expected.push(event);
        charge(left, scale.read(event.amount) ?? 0n, this.#currencyOf(holding.symbol), step);
      }
    }
    const place = found[0]?.path ?? "events";
    if (expected.length !== found.length)
      findings.add(place, `what holding costs by the rates of the manifest is charged on ${this.#input.clock.texts[step]}`, {
        expected: expected.length,
        found: found.length,
      });
    for (const [i, { path, event }] of found.entries())
      if (expected[i] !== undefined)
        findings.equal(path, expected[i], event, "an accrual follows from what was held, the days and the rates of the manifest");
  }

  /** What days of holding cost; `undefined` when that is nothing yet. */
  #accrual(kind: Kind, terms: CarryTerms, { symbol, base }: Holding, step: number): AccrualEvent | undefined {
    const { days, clock, scale } = this.#input;
    const [from, to] = [days[step - 1] as number, days[step] as number];
    const rates = kind === "interest" ? terms.rates[0]?.[0] : this.#rate(terms, symbol, from);
    const rate = (base < 0n ? rates?.minus : rates?.plus) ?? "0";
    const { mantissa, scale: decimals } = exact(rate);
    const key = `${kind} ${symbol}`;
    const nights = this.#nights.get(step) ?? 0;
    const share = terms.dayCount === "nights" ? fraction(BigInt(nights)) : yearFraction(from, to, terms.dayCount);
    const part = times(fraction(mantissa, 10n ** BigInt(decimals)), share);
    const owed = plus(times(fraction(base), part), this.#residues.get(key) ?? nothing);
    const amount = roundedQuotient(owed.num, owed.den);
    this.#residues.set(key, minus(owed, fraction(amount)));
    if (base === 0n || amount === 0n) return undefined;
    return {
      type: "accrual",
      t: clock.texts[step] as string,
      kind,
      ...(symbol === "" ? {} : { symbol }),
      days: terms.dayCount === "nights" ? nights : to - from,
      dayCount: terms.dayCount,
      rate,
      base: scale.write(base),
      amount: scale.write(amount),
      postings: expectedPostings(scale, this.#currencyOf(symbol), { cash: -amount, [kind]: amount }),
    };
  }

  #currencyOf(symbol: string): string {
    return this.#input.symbols.get(symbol)?.currency ?? this.#input.currency;
  }

  #rate(terms: CarryTerms | undefined, symbol: string, day: number): DatedRate | undefined {
    return terms?.rates[this.#places.get(symbol) ?? -1]?.findLast(({ from }) => from === undefined || from <= day);
  }
}

function isRecall({ tag, at, reduceOnly, side }: OrderEvent): boolean {
  return tag === "recall" && at === "open" && reduceOnly === true && side === "buy";
}

/** A symbol's closes where it was held, at ascending steps. */
class Closes {
  readonly #marks: SymbolState["marks"];
  #index = 0;

  constructor({ marks }: SymbolState) {
    this.#marks = marks;
  }

  at(step: number): string | undefined {
    for (; this.#index < this.#marks.length; this.#index++) {
      const mark = this.#marks[this.#index];
      if (mark !== undefined && step < mark.from + mark.closes.length) return mark.closes[step - mark.from];
    }
    return undefined;
  }
}
