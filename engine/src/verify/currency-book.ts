import { exactOf } from "../decimal.ts";
import { exact, roundedQuotient } from "../result/exact.ts";
import type { ConversionEvent, LogEvent, RatesEvent } from "../result/log-event.ts";
import type { RateConfig, RunConfig } from "../settings/run-config.ts";
import type { Clock } from "./clock.ts";
import type { Findings } from "./findings.ts";
import type { LedgerFold } from "./ledger-fold.ts";
import { expectedPostings } from "./postings.ts";
import type { Scale } from "./scaled.ts";

export interface CurrencyInput {
  readonly config: RunConfig;
  /** The account's. */
  readonly own: string;
  readonly scale: Scale;
  readonly clock: Clock;
  readonly ledger: LedgerFold;
  readonly findings: Findings;
}

/** A rate that an event says was in force before its bar, or for a conversion that the strategy asked for perhaps at its close. */
interface SaidRate {
  readonly path: string;
  readonly currency: string;
  readonly step: number;
  readonly rate: string;
  readonly atClose: boolean;
}

/** Follows the currencies beside the account's: what must be converted, at which rate, and that rates stand in the log from first use on. */
export class CurrencyBook {
  readonly #input: CurrencyInput;
  /** The step from which each currency's rates stand in the log. */
  readonly #since = new Map<string, number>();
  readonly #rates = new Map<string, string[]>();
  readonly #said: SaidRate[] = [];
  /** What the next event must convert: above zero it is sold. */
  #due: { readonly path: string; readonly currency: string; readonly amount: bigint } | undefined;

  constructor(input: CurrencyInput) {
    this.#input = input;
  }

  /** All currencies that were used, in the order in which the summary lists them after the account's. */
  get used(): readonly string[] {
    return [...this.#since.keys()].sort();
  }

  isUsed(currency: string): boolean {
    return this.#since.has(currency);
  }

  /** Before an event is applied: a conversion that is due comes first. */
  expect(path: string, event: LogEvent): void {
    if (this.#due === undefined || event.type === "conversion") return;
    this.#input.findings.add(path, `${this.#due.path} leaves money of ${this.#due.currency}, which is converted at once`, {
      expected: "conversion",
      found: event.type,
    });
    this.#due = undefined;
  }

  /** After an event that posted in a currency. */
  settle(path: string, currency: string, step: number): void {
    const { own, ledger } = this.#input;
    if (currency === own) return;
    this.#use(currency, Math.max(0, step - 1));
    const amount = this.#surplus(ledger.balance("cash", currency));
    this.#due = amount === 0n ? undefined : { path, currency, amount };
  }

  convert(path: string, event: ConversionEvent, step: number): void {
    const { own, config, scale, ledger, findings } = this.#input;
    const buys = event.from === own;
    const currency = buys ? event.to : event.from;
    const due = this.#due;
    this.#due = undefined;
    const foreign = scale.read(buys ? event.bought : event.sold) ?? 0n;
    if (due !== undefined) {
      const wanted = due.amount < 0n ? [own, due.currency, -due.amount] : [due.currency, own, due.amount];
      findings.equal(
        path,
        [wanted[0], wanted[1], scale.write(wanted[2] as bigint)],
        [event.from, event.to, scale.write(foreign)],
        `what ${due.path} leaves is converted`,
      );
    } else {
      if (config.account.conversion !== "hold")
        findings.add(path, "only under account.conversion hold does a strategy convert", { found: [event.from, event.to] });
      this.#use(currency, step);
    }
    if (currency === own || (event.from !== own && event.to !== own))
      findings.add(path, "a conversion has the account's currency on one side", { expected: own, found: [event.from, event.to] });
    this.say(path, currency, step, event.rate, due === undefined);
    const base = this.worth(foreign, event.rate);
    findings.equal(
      `${path}.${buys ? "sold" : "bought"}`,
      scale.write(base),
      buys ? event.sold : event.bought,
      "what is converted comes to its amount at the rate, half-even",
    );
    const cost = basisPoints(base, config.account.conversionBps ?? null);
    findings.equal(
      `${path}.cost`,
      cost === 0n ? undefined : scale.write(cost),
      event.cost,
      "a conversion costs manifest.config.account.conversionBps",
    );
    const set = config.rates?.[currency];
    findings.equal(`${path}.source`, sourceOf(set), event.source, `the rate is that of manifest.config.rates.${currency}`);
    const signed = buys ? foreign : -foreign;
    const postings = [
      ...expectedPostings(scale, own, { cash: (buys ? -base : base) - cost, fx: buys ? base : -base, conversion: cost }),
      ...expectedPostings(scale, currency, { cash: signed, fx: -signed }),
    ].sort(([a, x], [b, y]) => (a === b ? (x < y ? -1 : 1) : a < b ? -1 : 1));
    findings.equal(`${path}.postings`, postings, event.postings, "the postings follow from what is sold, bought and paid");
    ledger.post(path, event.postings);
  }

  /** A rate that an event names. */
  say(path: string, currency: string, step: number, rate: string, atClose = false): void {
    this.#said.push({ path: `${path}.rate`, currency, step, rate, atClose });
  }

  marks(path: string, event: RatesEvent): void {
    const { clock, findings, own } = this.#input;
    const [from, to] = [clock.step(event.from), clock.step(event.to)];
    const known = this.#rates.get(event.currency) ?? [];
    const start = (this.#since.get(event.currency) ?? 0) + known.length;
    if (from !== start || to === undefined || to - from + 1 !== event.rates.length || event.t !== event.to || event.currency === own)
      findings.add(path, "rates follow each other from the point before a currency's first use on, one for each point of the clock", {
        expected: clock.texts[start],
        found: event.from,
      });
    this.#rates.set(event.currency, [...known, ...event.rates]);
    const set = this.#input.config.rates?.[event.currency];
    for (const [i, rate] of event.rates.entries()) {
      if (!((exactOf(rate)?.mantissa ?? 0n) > 0n)) findings.add(`${path}.rates[${i}]`, "a rate is above zero", { found: rate });
      else if (typeof set === "string") findings.equal(`${path}.rates[${i}]`, set, rate, "the rate is that of the settings");
    }
  }

  /** Once the whole log has been read. */
  check(days: Int32Array): void {
    const { clock, config, findings } = this.#input;
    for (const [currency, since] of this.#since) {
      const rates = this.#rates.get(currency) ?? [];
      if (since + rates.length !== clock.texts.length)
        findings.add("events", `the rates of ${currency} stand in the log from the point before its first use to the end`, {
          expected: clock.texts.length - since,
          found: rates.length,
        });
      if (isDated(config.rates?.[currency])) this.#checkDays(currency, since, rates, days);
    }
    for (const currency of this.#rates.keys())
      if (!this.#since.has(currency)) findings.add("events", `rates of ${currency} stand in the log once it is used`, { found: currency });
    for (const { path, currency, step, rate, atClose } of this.#said) {
      const allowed = [this.before(currency, step), ...(atClose ? [this.rate(currency, step)] : [])];
      if (!allowed.includes(rate))
        findings.add(path, `the rate of ${currency} in force stands in its rates events`, { expected: allowed.at(-1), found: rate });
    }
  }

  /** The rate at the close of a step, as logged. */
  rate(currency: string, step: number): string {
    const since = this.#since.get(currency) ?? 0;
    return this.#rates.get(currency)?.[Math.max(0, step - since)] ?? "1";
  }

  /** The rate in force before the bar of a step: of its day, or the close before. */
  before(currency: string, step: number): string {
    const set = this.#input.config.rates?.[currency];
    const isPair = typeof set === "object" && "symbol" in set;
    return this.rate(currency, isPair ? step - 1 : step);
  }

  /** Money at a rate, half-even. */
  worth(amount: bigint, rate: string): bigint {
    const { mantissa, scale } = exact(rate);
    return roundedQuotient(amount * mantissa, 10n ** BigInt(scale));
  }

  /** Money of any currency in the account's at the close of a step. */
  inOwn(amount: bigint, currency: string, step: number): bigint {
    return currency === this.#input.own || amount === 0n ? amount : this.worth(amount, this.rate(currency, step));
  }

  /** What a charge in a currency makes of balances, conversions included. */
  charge(balances: Map<string, bigint>, amount: bigint, currency: string, step: number): void {
    const { own, config } = this.#input;
    const add = (code: string, change: bigint) => balances.set(code, (balances.get(code) ?? 0n) + change);
    add(currency, -amount);
    if (currency === own) return;
    const surplus = this.#surplus(balances.get(currency) ?? 0n);
    const base = this.worth(surplus, this.before(currency, step));
    add(currency, -surplus);
    add(own, base - basisPoints(base < 0n ? -base : base, config.account.conversionBps ?? null));
  }

  /** What of a balance is converted at once: above zero it is sold. */
  #surplus(cash: bigint): bigint {
    const { conversion, type } = this.#input.config.account;
    return conversion !== "hold" ? cash : type === "cash" && cash < 0n ? cash : 0n;
  }

  #use(currency: string, since: number): void {
    if (!this.#since.has(currency)) this.#since.set(currency, since);
  }

  #checkDays(currency: string, since: number, rates: readonly string[], days: Int32Array): void {
    for (let i = 1; i < rates.length; i++) {
      if (days[since + i] === days[since + i - 1] && rates[i] !== rates[i - 1])
        this.#input.findings.add("events", `a file has one rate of ${currency} a day`, { expected: rates[i - 1], found: rates[i] });
    }
  }
}

function isDated(set: RateConfig | undefined): boolean {
  return typeof set === "object" && "file" in set;
}

function sourceOf(set: RateConfig | undefined): string {
  return typeof set !== "object" ? "rates" : "file" in set ? "file" : set.symbol;
}

function basisPoints(amount: bigint, bps: string | null): bigint {
  if (bps === null) return 0n;
  const { mantissa, scale } = exact(bps);
  return roundedQuotient(amount * mantissa, 10_000n * 10n ** BigInt(scale));
}
