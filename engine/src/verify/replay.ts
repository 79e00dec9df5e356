import type { Carry } from "../carry/dated-rates.ts";
import { exact, multiply, roundedQuotient, textOf } from "../result/exact.ts";
import type {
  AccountEvent,
  AccrualEvent,
  DividendEvent,
  DividendPaidEvent,
  FillEvent,
  LogEvent,
  MarksEvent,
  ReorganizationEvent,
  SplitEvent,
} from "../result/log-event.ts";
import type { RunConfig } from "../settings/run-config.ts";
import { CarryCheck } from "./carry-check.ts";
import type { Clock } from "./clock.ts";
import { CurrencyBook } from "./currency-book.ts";
import { DividendBook } from "./dividend-book.ts";
import { FeeCheck } from "./fee-check.ts";
import { checkFill } from "./fill-check.ts";
import type { Findings } from "./findings.ts";
import { type Fraction, fraction, parseRatio } from "./fraction.ts";
import { LedgerFold } from "./ledger-fold.ts";
import { type ClosedPiece, LotBook } from "./lot-book.ts";
import { MarginCheck } from "./margin-check.ts";
import { OrderFold } from "./order-fold.ts";
import { expectedPostings } from "./postings.ts";
import { checkReorganization } from "./reorganization-check.ts";
import { Scale } from "./scaled.ts";

/** A symbol as the log builds it up. */
export interface SymbolState {
  readonly symbol: string;
  readonly settled: boolean;
  readonly currency: string;
  readonly multiplier: bigint;
  readonly lot: bigint;
  readonly book: LotBook;
  /** Position and signed cost after the last change at a step, in the order of steps. */
  readonly positions: { step: number; quantity: bigint; cost: bigint }[];
  /** Closes as logged, in the order of the log. */
  readonly marks: { readonly path: string; readonly from: number; readonly closes: readonly string[] }[];
}

/** A fill with its line of the log. */
export interface LoggedFill {
  readonly path: string;
  readonly event: FillEvent;
}

/** Cash and receivables after the last change at a step. */
export interface MoneyAt {
  readonly step: number;
  readonly cash: bigint;
  readonly receivable: bigint;
  /** Of the currencies beside the account's. */
  readonly foreign: readonly { readonly currency: string; readonly cash: bigint; readonly receivable: bigint }[];
  /** Line of the log that made the change. */
  readonly path: string;
}

export interface Trade extends ClosedPiece {
  readonly symbol: string;
  readonly exitTime: string;
  readonly step: number;
  /** Line of the log that closed it. */
  readonly path: string;
  readonly exitOrder?: number;
  readonly why?: string;
}

/** In ledger steps of the currency. */
export interface CurrencySums {
  fees: bigint;
  slippage: bigint;
  /** Profit of closed pieces after fees. */
  realized: bigint;
  dividends: bigint;
}

export interface ReplayInput {
  readonly clock: Clock;
  /** Exchange day of each step. */
  readonly days: Int32Array;
  readonly config: RunConfig;
  /** What holding costs, with the rates of the manifest. */
  readonly carry: Carry;
  /** Symbols whose bars have finer ones. */
  readonly detailed: ReadonlySet<string>;
  readonly findings: Findings;
  readonly pathOf: (line: number) => string;
}

const settledClasses = new Set(["future", "perpetual"]);

/** Folds the event log: checks each event against the state before it and keeps what the rest of the document must agree with. */
export class Replay {
  readonly scale: Scale;
  readonly currency: string;
  readonly ledger: LedgerFold;
  readonly currencies: CurrencyBook;
  readonly orders: OrderFold;
  readonly unpaid: DividendBook;
  /** None when holding costs nothing. */
  readonly carry: CarryCheck | undefined;
  /** None where nobody calls for margin. */
  readonly margin: MarginCheck | undefined;
  readonly symbols = new Map<string, SymbolState>();
  readonly money: MoneyAt[] = [];
  readonly trades: Trade[] = [];
  readonly fills: LoggedFill[] = [];
  /** Lines of corporate actions. */
  readonly actions: string[] = [];
  startValue = 0n;
  /** Sums by currency. */
  readonly sums = new Map<string, CurrencySums>();
  tradedValue = 0n;

  readonly #input: ReplayInput;
  #step = 0;
  #line = "events[0]";
  readonly #fees: FeeCheck;
  /** Quantity filled per symbol in the bar of the last step, for the volume budget. */
  #used = new Map<string, { step: number; quantity: bigint }>();

  constructor(account: AccountEvent, input: ReplayInput) {
    this.#input = input;
    this.scale = new Scale(account.scale);
    this.currency = account.currency;
    this.ledger = new LedgerFold(this.scale, input.findings);
    const { scale: own, currency: code, ledger } = this;
    this.currencies = new CurrencyBook({
      config: input.config,
      own: code,
      scale: own,
      clock: input.clock,
      ledger,
      findings: input.findings,
    });
    this.orders = new OrderFold(this.scale, input.findings);
    this.#fees = new FeeCheck(input.config, account.currency, this.scale, input.findings);
    this.unpaid = new DividendBook(this.scale, input.days, input.findings);
    const { carry: terms, clock, days, findings } = input;
    const cash = () => new Map([this.currency, ...this.currencies.used].map((code) => [code, this.ledger.balance("cash", code)]));
    const inOwn = (amount: bigint, code: string, step: number) =>
      code === currency || amount === 0n ? amount : this.currencies.worth(amount, this.currencies.before(code, step));
    const recalled = (symbol: string) => this.orders.openQuantity(symbol, "recall");
    const { scale, currency, symbols } = this;
    this.carry =
      Object.keys(terms).length === 0
        ? undefined
        : new CarryCheck({
            terms,
            clock,
            days,
            names: account.instruments.map((each) => each.symbol),
            symbols,
            scale,
            currency,
            findings,
            cash,
            inOwn,
            charge: (...of) => this.currencies.charge(...of),
            recalled,
          });
    const moneyOf = (code: string): readonly [string, bigint] => [
      code,
      this.ledger.balance("cash", code) + this.ledger.balance("receivable", code),
    ];
    const pending = (symbol: string) => this.orders.openQuantity(symbol, "marginCall");
    this.margin =
      input.config.account.marginCall !== "liquidate"
        ? undefined
        : new MarginCheck({
            config: input.config,
            clock,
            symbols,
            scale,
            findings,
            money: () => new Map([currency, ...this.currencies.used].map(moneyOf)),
            inOwn,
            pending,
          });
    for (const { symbol, assetClass, multiplier, lot, currency: quoted } of account.instruments) {
      this.symbols.set(symbol, {
        symbol,
        currency: quoted,
        settled: settledClasses.has(assetClass),
        multiplier: this.scale.read(multiplier) ?? 0n,
        lot: this.scale.read(lot) ?? 1n,
        book: new LotBook(account.lots),
        positions: [],
        marks: [],
      });
    }
  }

  get #findings(): Findings {
    return this.#input.findings;
  }

  apply(event: LogEvent, line: number): void {
    const path = this.#input.pathOf(line);
    this.currencies.expect(path, event);
    if (event.type !== "marks" && event.type !== "rates") {
      this.#follow(path, event.t);
      this.carry?.reach(event, this.#step);
      this.margin?.reach(event, this.#step);
    }
    switch (event.type) {
      case "account":
        this.#open(path, event, line);
        return;
      case "order":
        this.orders.change(path, event);
        this.carry?.recall(path, event, this.#step);
        this.margin?.order(path, event, this.#step);
        return;
      case "fill":
        this.#fill(path, event);
        break;
      case "dividend":
        this.#dividend(path, event);
        break;
      case "dividendPaid":
        this.#dividendPaid(path, event);
        break;
      case "split":
      case "stockDividend":
        this.#split(path, event);
        break;
      case "delisting":
      case "merger":
      case "rights":
      case "spinoff":
      case "symbolChange":
        this.#reorganization(path, event);
        break;
      case "accrual":
        this.#accrual(path, event);
        break;
      case "marginCall":
        if (this.margin === undefined)
          this.#findings.add(path, "margin is called for by manifest.config.account.marginCall", { found: event.t });
        this.margin?.call(path, event, this.#step);
        return;
      case "conversion":
        this.currencies.convert(path, event, this.#step);
        this.#noteMoney(path);
        return;
      case "rates":
        this.currencies.marks(path, event);
        return;
      case "marks":
        this.#marks(path, event);
        return;
      case "end":
        return;
    }
    if (event.type !== "fill" && event.type !== "accrual") this.actions.push(path);
    this.#noteMoney(path);
  }

  /** What a symbol's trade value is: quantity × price × multiplier in ledger steps. */
  value(symbol: SymbolState, quantity: bigint, price: string): bigint {
    const amount = multiply(multiply({ mantissa: quantity, scale: this.scale.decimals }, exact(price)), {
      mantissa: symbol.multiplier,
      scale: this.scale.decimals,
    });
    return this.scale.read(textOf(amount)) ?? 0n;
  }

  #open(path: string, event: AccountEvent, line: number): void {
    if (line !== 0) {
      this.#findings.add(path, "an account is opened once, on the first line");
      return;
    }
    const cash = this.scale.read(event.cash) ?? 0n;
    this.startValue = cash;
    const postings = expectedPostings(this.scale, this.currency, { cash, capital: -cash });
    this.#findings.equal(`${path}.postings`, postings, event.postings, "the opening postings follow from the cash");
    this.ledger.post(path, event.postings);
    if (this.#input.clock.step(event.t) !== 0)
      this.#findings.add(`${path}.t`, "the account is opened at the first point", { expected: this.#input.clock.texts[0], found: event.t });
    this.#noteMoney(path);
  }

  /** A reinvested dividend buys what it can pay of whole lots, on an order of the engine's own and without costs (A9). */
  #checkReinvested(path: string, event: FillEvent, symbol: SymbolState): void {
    const cost = this.value(symbol, symbol.lot, event.price);
    const paid = this.unpaid.takePaid(event.symbol, cost) ?? 0n;
    const quantity = cost > 0n ? (paid / cost) * symbol.lot : 0n;
    this.#findings.equal(
      `${path}.quantity`,
      this.scale.write(quantity),
      event.quantity,
      "a reinvested dividend buys the whole lots it can pay",
    );
  }

  #fill(path: string, event: FillEvent): void {
    const symbol = this.symbols.get(event.symbol);
    const order = this.orders.get(event.orderId);
    if (symbol === undefined || order === undefined) {
      const missing = symbol === undefined ? `${path}.symbol` : `${path}.orderId`;
      this.#findings.add(missing, "a fill belongs to an instrument of the account and to an order before it", {
        found: [event.symbol, event.orderId],
      });
      return;
    }
    const quantity = this.scale.read(event.quantity) ?? 0n;
    const value = this.value(symbol, quantity, event.price);
    const used = this.#used.get(event.symbol);
    const usedBefore = used?.step === this.#step ? used.quantity : 0n;
    const { clock, config } = this.#input;
    const { fee, exactFee, charged } = checkFill({
      path,
      step: this.#step,
      day: this.#input.days[this.#step] ?? 0,
      fees: this.#fees,
      event,
      order,
      symbol,
      value,
      quantity,
      usedBefore,
      config,
      scale: this.scale,
      findings: this.#findings,
      currency: symbol.currency,
    });
    this.#checkRate(path, event, symbol);
    this.#checkDetail(path, event);
    if (event.why.rule === "reinvest") this.#checkReinvested(path, event, symbol);
    if (this.symbols.size === 1)
      this.#findings.equal(`${path}.why.bar`, clock.step(event.t), event.why.bar, "the bar is the clock's point of the fill");
    this.#used.set(event.symbol, { step: this.#step, quantity: usedBefore + quantity });
    this.orders.fill(path, event, order, quantity);
    order.value += value;
    order.fees += fee;
    order.charged = charged;
    const signed = event.side === "buy" ? quantity : -quantity;
    const pieces = symbol.book.execute({
      t: event.t,
      order: event.orderId,
      id: event.id,
      lots: order.terms.lots,
      quantity: signed,
      value,
      fee,
    });
    for (const piece of pieces)
      this.trades.push({ ...piece, symbol: event.symbol, exitTime: event.t, step: this.#step, path, exitOrder: event.orderId });
    const settled = pieces.reduce((sum, piece) => sum + piece.gross, 0n);
    const bought = symbol.settled ? -settled : event.side === "buy" ? value : -value;
    const postings = expectedPostings(
      this.scale,
      symbol.currency,
      { cash: -bought - fee, fees: exactFee, market: bought, rounding: fee - exactFee },
      { symbol: event.symbol, quantity: signed },
    );
    this.#findings.equal(`${path}.postings`, postings, event.postings, "the postings follow from quantity, price and fee");
    this.ledger.post(path, event.postings);
    if (event.side === "sell") this.carry?.checkShort(path, symbol, this.#step);
    this.#notePosition(symbol);
    this.fills.push({ path, event });
    const sums = this.#sumsOf(symbol.currency);
    sums.fees += fee;
    sums.slippage += this.value(symbol, signed, event.slippage);
    for (const piece of pieces) sums.realized += piece.gross - piece.fees;
    const size = value < 0n ? -value : value;
    this.tradedValue += event.rate === undefined ? size : this.currencies.worth(size, event.rate);
    this.currencies.settle(path, symbol.currency, this.#step);
  }

  #sumsOf(currency: string): CurrencySums {
    const known = this.sums.get(currency) ?? { fees: 0n, slippage: 0n, realized: 0n, dividends: 0n };
    this.sums.set(currency, known);
    return known;
  }

  /** Of a symbol in another currency a fill names the rate. */
  #checkRate(path: string, { rate }: FillEvent, { currency }: SymbolState): void {
    const isForeign = currency !== this.currency;
    if (isForeign !== (rate !== undefined))
      this.#findings.add(`${path}.rate`, "a fill has a rate where its symbol is not quoted in the account's currency", { found: rate });
    if (isForeign && rate !== undefined) this.currencies.say(path, currency, this.#step, rate);
  }

  #currencyOf(symbol: string): string {
    return this.symbols.get(symbol)?.currency ?? this.currency;
  }

  /** A finer bar lies within the bar of the fill. */
  #checkDetail(path: string, { t, symbol, why }: FillEvent): void {
    if (why.detail === undefined) return;
    const { clock, detailed } = this.#input;
    if (!detailed.has(symbol))
      this.#findings.add(`${path}.why.detail`, "manifest.data names detail bars of the symbol", { found: why.detail });
    const at = Date.parse(why.detail.t);
    const next = this.symbols.size === 1 ? clock.times[this.#step + 1] : undefined;
    if (!(at >= Date.parse(t)) || (next !== undefined && at >= next))
      this.#findings.add(`${path}.why.detail.t`, "a detail bar starts within the bar of the fill", { found: why.detail.t });
  }

  #dividend(path: string, event: DividendEvent): void {
    const held = this.symbols.get(event.symbol)?.book.quantity ?? 0n;
    this.#findings.equal(`${path}.quantity`, this.scale.write(held), event.quantity, "the position is entitled");
    const total = this.scale.read(textOf(multiply(exact(event.amount), exact(event.quantity)))) ?? 0n;
    this.#findings.equal(`${path}.total`, this.scale.write(total), event.total, "the total is amount times quantity");
    const withheld = withheldOf(total, this.#input.config);
    this.#findings.equal(
      `${path}.withheld`,
      withheld === 0n ? undefined : this.scale.write(withheld),
      event.withheld,
      "manifest.config.dividends.withholding is kept back of a long position's dividend",
    );
    const net = total - withheld;
    const debtor = event.payDay === undefined ? { cash: net } : { receivable: net };
    const currency = this.#currencyOf(event.symbol);
    const postings = expectedPostings(this.scale, currency, { ...debtor, dividends: -total, withholding: withheld });
    this.#findings.equal(`${path}.postings`, postings, event.postings, "the postings follow from the total");
    this.ledger.post(path, event.postings);
    this.#sumsOf(currency).dividends += total;
    this.unpaid.earn(path, event, net, this.#step);
    this.currencies.settle(path, currency, this.#step);
  }

  #dividendPaid(path: string, event: DividendPaidEvent): void {
    const total = this.scale.read(event.total) ?? 0n;
    this.unpaid.pay(path, event, this.#step);
    const currency = this.#currencyOf(event.symbol);
    const postings = expectedPostings(this.scale, currency, { cash: total, receivable: -total });
    this.#findings.equal(`${path}.postings`, postings, event.postings, "the postings follow from the total");
    this.ledger.post(path, event.postings);
    this.currencies.settle(path, currency, this.#step);
  }

  #accrual(path: string, event: AccrualEvent): void {
    if (this.carry === undefined) this.#findings.add(path, "holding is charged when manifest.config asks for it", { found: event.kind });
    this.carry?.note(path, event, this.#step);
    this.ledger.post(path, event.postings);
    this.currencies.settle(path, event.symbol === undefined ? this.currency : this.#currencyOf(event.symbol), this.#step);
  }

  #reorganization(path: string, event: ReorganizationEvent): void {
    const { symbols, scale } = this;
    const currency = this.#currencyOf(event.symbol);
    const outcome = checkReorganization({ path, event, step: this.#step, symbols, scale, currency, findings: this.#findings });
    this.ledger.post(path, event.postings);
    if (outcome === undefined) return;
    this.trades.push(...outcome.trades);
    const sums = this.#sumsOf(currency);
    for (const piece of outcome.trades) sums.realized += piece.gross - piece.fees;
    sums.dividends += outcome.income;
    this.currencies.settle(path, currency, this.#step);
    for (const symbol of outcome.changed) this.#notePosition(symbol);
    if (event.type === "symbolChange" && event.newSymbol !== undefined) this.orders.rename(event.symbol, event.newSymbol);
  }

  #split(path: string, event: SplitEvent): void {
    const symbol = this.symbols.get(event.symbol);
    const said = parseRatio(event.ratio);
    const ratio = said !== undefined && event.type === "stockDividend" ? fraction(said.num + said.den, said.den) : said;
    if (symbol === undefined || ratio === undefined) {
      this.#findings.add(symbol === undefined ? `${path}.symbol` : `${path}.ratio`, "a split is of an instrument of the account, new:old", {
        found: event.ratio,
      });
      return;
    }
    const { book } = symbol;
    const before = book.quantity;
    const sign = before < 0n ? -1n : 1n;
    const marked = symbol.marks.at(-1);
    const close = marked?.closes.at(-1) ?? "0";
    const { pieces, inLieu, amount } = book.split(ratio, symbol.lot, (units) => this.#valueAfterSplit(symbol, units, close, ratio));
    for (const piece of pieces) this.#sumsOf(symbol.currency).realized += piece.gross - piece.fees;
    for (const piece of pieces)
      this.trades.push({ ...piece, symbol: event.symbol, exitTime: event.t, step: this.#step, path, why: "cashInLieu" });
    this.#findings.equal(`${path}.before`, this.scale.write(before), event.before, "a split begins with the position");
    this.#findings.equal(
      `${path}.after`,
      this.scale.write(book.quantity),
      event.after,
      "a split multiplies the position, toward zero to the lot",
    );
    const paid =
      inLieu.num === 0n
        ? undefined
        : {
            quantity: this.scale.writeQuantity(fraction(sign * inLieu.num, inLieu.den)),
            price: this.#priceAfterSplit(close, ratio),
            amount: this.scale.write(sign * amount),
          };
    this.#findings.equal(
      `${path}.inLieu`,
      paid,
      event.inLieu,
      `the fraction is paid at the last close (${marked?.path ?? "not marked"}) over the ratio`,
    );
    const settled = pieces.reduce((sum, piece) => sum + piece.gross, 0n);
    const cash = symbol.settled ? settled : sign * amount;
    const postings = expectedPostings(
      this.scale,
      symbol.currency,
      { cash, market: -cash },
      { symbol: event.symbol, quantity: book.quantity - before },
    );
    this.#findings.equal(`${path}.postings`, postings, event.postings, "the postings follow from the split");
    this.ledger.post(path, event.postings);
    this.orders.split(event.symbol, ratio);
    this.carry?.split(event.symbol, this.#step, ratio);
    this.margin?.split(event.symbol, this.#step, ratio);
    this.#notePosition(symbol);
    this.currencies.settle(path, symbol.currency, this.#step);
  }

  #valueAfterSplit(symbol: SymbolState, units: Fraction, close: string, ratio: Fraction): bigint {
    const { mantissa, scale } = exact(close);
    const numerator = units.num * mantissa * symbol.multiplier * ratio.den;
    return roundedQuotient(numerator, units.den * 10n ** BigInt(scale) * this.scale.unit * ratio.num);
  }

  #priceAfterSplit(close: string, ratio: Fraction): string {
    const { mantissa, scale } = exact(close);
    const decimals = 12;
    return textOf({
      mantissa: roundedQuotient(mantissa * ratio.den * 10n ** BigInt(decimals), 10n ** BigInt(scale) * ratio.num),
      scale: decimals,
    });
  }

  #marks(path: string, event: MarksEvent): void {
    const { clock } = this.#input;
    const from = clock.step(event.from);
    const to = clock.step(event.to);
    const symbol = this.symbols.get(event.symbol);
    if (event.t !== event.to)
      this.#findings.add(`${path}.t`, "marks carry the time of their last close", { expected: event.to, found: event.t });
    if (symbol === undefined || from === undefined || to === undefined || to - from + 1 !== event.closes.length) {
      this.#findings.add(path, "marks have one close for each point of the clock from the first to the last", {
        expected: from === undefined || to === undefined ? "points of the clock" : to - from + 1,
        found: event.closes.length,
      });
      return;
    }
    symbol.marks.push({ path, from, closes: event.closes });
  }

  /** Events ascend in time and lie on the clock. */
  #follow(path: string, t: string): void {
    const step = this.#input.clock.step(t);
    if (step === undefined) this.#findings.add(`${path}.t`, "an event lies on the clock", { found: t });
    else if (step < this.#step) this.#findings.add(`${path}.t`, `events ascend in time, and ${this.#line} is later`, { found: t });
    else {
      this.#step = step;
      this.#line = path;
    }
  }

  #notePosition({ positions, book }: SymbolState): void {
    const now = { step: this.#step, quantity: book.quantity, cost: book.cost };
    if (positions.at(-1)?.step === this.#step) positions.pop();
    positions.push(now);
  }

  #noteMoney(path: string): void {
    const now = {
      step: this.#step,
      cash: this.ledger.balance("cash", this.currency),
      receivable: this.ledger.balance("receivable", this.currency),
      foreign: this.currencies.used.map((currency) => ({
        currency,
        cash: this.ledger.balance("cash", currency),
        receivable: this.ledger.balance("receivable", currency),
      })),
      path,
    };
    if (this.money.at(-1)?.step === this.#step) this.money.pop();
    this.money.push(now);
  }
}

/** Half-even at the ledger's scale; a short owes the whole dividend. */
function withheldOf(total: bigint, config: RunConfig): bigint {
  const rate = exact(config.dividends?.withholding ?? "0");
  return total <= 0n ? 0n : roundedQuotient(total * rate.mantissa, 10n ** BigInt(rate.scale));
}
