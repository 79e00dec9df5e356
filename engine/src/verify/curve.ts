import type { EquityPoint } from "../result/document.ts";
import { exact, roundedQuotient } from "../result/exact.ts";
import type { Clock } from "./clock.ts";
import type { Findings } from "./findings.ts";
import type { MoneyAt, Replay, SymbolState } from "./replay.ts";
import type { Scale } from "./scaled.ts";

/** What the log says the account was worth at each point of the clock, as the document writes it. */
export interface DerivedCurve {
  readonly points: readonly EquityPoint[];
  readonly equity: Float64Array;
  readonly grossExposure: Float64Array;
}

/** Values the account at every close, from cash, receivables, positions and the logged closes alone. */
export function deriveCurve(replay: Replay, clock: Clock, findings: Findings): DerivedCurve {
  const { scale, currencies } = replay;
  const holdings = [...replay.symbols.values()].map((symbol) => new Holding(symbol, scale, clock, findings));
  const equity = new Float64Array(clock.texts.length);
  const grossExposure = new Float64Array(clock.texts.length);
  const points: EquityPoint[] = [];
  const money = new Cursor<MoneyAt>(replay.money);
  let peak = replay.startValue;
  let highest = Number(scale.write(peak));
  for (const [step, t] of clock.texts.entries()) {
    const now = money.at(step);
    const parts = new Map<string, Part>();
    const partOf = (currency: string): Part => {
      const known = parts.get(currency) ?? { cash: 0n, worth: 0n, net: 0n, gross: 0n };
      parts.set(currency, known);
      return known;
    };
    for (const { currency, cash, receivable } of moneyOf(now, replay.currency)) {
      const part = partOf(currency);
      part.cash += cash;
      part.worth += cash + receivable;
    }
    for (const holding of holdings) {
      const { exposure, value } = holding.at(step);
      if (exposure === 0n && value === 0n) continue;
      const part = partOf(holding.currency);
      part.worth += value;
      part.net += exposure;
      part.gross += exposure < 0n ? -exposure : exposure;
    }
    // Each currency is brought to the account's once.
    const total = (key: keyof Part) => [...parts].reduce((sum, [currency, part]) => sum + currencies.inOwn(part[key], currency, step), 0n);
    const [worth, cash, gross, net] = [total("worth"), total("cash"), total("gross"), total("net")];
    const text = scale.write(worth);
    equity[step] = Number(text);
    grossExposure[step] = Number(scale.write(gross));
    if ((equity[step] as number) > highest) {
      highest = equity[step] as number;
      peak = worth;
    }
    points.push({
      t,
      equity: text,
      cash: scale.write(cash),
      grossExposure: scale.write(gross),
      netExposure: scale.write(net),
      drawdown: peak === worth ? "0" : fallText(peak, worth),
    });
  }
  for (const holding of holdings) holding.checkRest();
  return { points, equity, grossExposure };
}

/** Sums of one currency at a point. */
interface Part {
  cash: bigint;
  worth: bigint;
  net: bigint;
  gross: bigint;
}

function moneyOf(now: MoneyAt | undefined, own: string): MoneyAt["foreign"] {
  return now === undefined ? [] : [{ currency: own, cash: now.cash, receivable: now.receivable }, ...now.foreign];
}

const twelve = 10n ** 12n;
const twelveDecimals = 12;

function fallText(peak: bigint, worth: bigint): string {
  const ratio = roundedQuotient((peak - worth) * twelve, peak);
  const digits = (ratio < 0n ? -ratio : ratio).toString().padStart(twelveDecimals + 1, "0");
  const text = `${digits.slice(0, -twelveDecimals)}.${digits.slice(-twelveDecimals)}`.replace(/\.?0+$/, "");
  return ratio < 0n ? `-${text}` : text;
}

/** The last entry at or before ascending steps. */
class Cursor<T extends { readonly step: number }> {
  readonly #entries: readonly T[];
  #next = 0;

  constructor(entries: readonly T[]) {
    this.#entries = entries;
  }

  at(step: number): T | undefined {
    while (this.#next < this.#entries.length && (this.#entries[this.#next] as T).step <= step) this.#next++;
    return this.#entries[this.#next - 1];
  }
}

/** One symbol's position along the clock, with the close that marks it wherever it is not zero. */
class Holding {
  readonly #symbol: SymbolState;
  readonly #scale: Scale;
  readonly #clock: Clock;
  readonly #findings: Findings;
  readonly #positions: Cursor<{ step: number; quantity: bigint; cost: bigint }>;
  #event = 0;
  #used = 0;

  constructor(symbol: SymbolState, scale: Scale, clock: Clock, findings: Findings) {
    this.#symbol = symbol;
    this.#scale = scale;
    this.#clock = clock;
    this.#findings = findings;
    this.#positions = new Cursor(symbol.positions);
  }

  get currency(): string {
    return this.#symbol.currency;
  }

  /** Quantity × close × multiplier, and what that adds to equity. */
  at(step: number): { exposure: bigint; value: bigint } {
    const now = this.#positions.at(step);
    if (now === undefined || now.quantity === 0n) return { exposure: 0n, value: 0n };
    const close = this.#close(step);
    if (close === undefined) return { exposure: 0n, value: 0n };
    const { mantissa, scale } = exact(close);
    const product = now.quantity * mantissa * this.#symbol.multiplier;
    const divisor = this.#scale.unit * 10n ** BigInt(scale);
    if (product % divisor !== 0n)
      this.#findings.add("events", `a close of ${this.#symbol.symbol} does not fit the ledger's scale`, { found: close });
    const exposure = product / divisor;
    return { exposure, value: this.#symbol.settled ? exposure - now.cost : exposure };
  }

  /** Marks that no position asked for. */
  checkRest(): void {
    const mark = this.#symbol.marks[this.#event];
    if (mark === undefined) return;
    this.#findings.add(mark.path, `${this.#symbol.symbol} is marked where no position was held`, {
      found: this.#clock.texts[mark.from + this.#used],
    });
  }

  #close(step: number): string | undefined {
    const mark = this.#symbol.marks[this.#event];
    const at = mark === undefined ? undefined : mark.from + this.#used;
    if (mark === undefined || at !== step) {
      const expected = this.#clock.texts[step];
      const found = at === undefined ? "no more marks" : this.#clock.texts[at];
      this.#findings.add(mark?.path ?? "events", `${this.#symbol.symbol} is held at a close that is not marked`, { expected, found });
      return undefined;
    }
    const close = mark.closes[this.#used];
    this.#used++;
    if (this.#used === mark.closes.length) {
      this.#event++;
      this.#used = 0;
    }
    return close;
  }
}
