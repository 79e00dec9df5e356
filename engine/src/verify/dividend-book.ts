import type { DividendEvent, DividendPaidEvent } from "../result/log-event.ts";
import type { Findings } from "./findings.ts";
import type { Scale } from "./scaled.ts";

interface Receivable {
  readonly symbol: string;
  readonly total: bigint;
  /** Days since 1970-01-01. */
  readonly payDay: number;
  /** Line of the log that made it. */
  readonly path: string;
}

const dayMs = 86_400_000;

/** Dividends that are earned and not yet paid. */
export class DividendBook {
  readonly #scale: Scale;
  readonly #days: Int32Array;
  readonly #findings: Findings;
  readonly #owed: Receivable[] = [];
  /** What was paid and may be reinvested, in the order of payment. */
  readonly #paid: { readonly symbol: string; readonly total: bigint }[] = [];

  constructor(scale: Scale, days: Int32Array, findings: Findings) {
    this.#scale = scale;
    this.#days = days;
    this.#findings = findings;
  }

  /** A dividend with a pay day is owed until then. */
  earn(path: string, { symbol, payDay }: DividendEvent, total: bigint, step: number): void {
    if (payDay === undefined) {
      this.#paid.push({ symbol, total });
      return;
    }
    const day = Date.parse(payDay) / dayMs;
    if (!Number.isInteger(day) || day <= (this.#days[step] as number)) {
      this.#findings.add(`${path}.payDay`, "a pay day is a day after ex", { found: payDay });
    }
    this.#owed.push({ symbol, total, payDay: day, path });
  }

  /** Payments come in the order in which they were earned, before the first open on or after the pay day. */
  pay(path: string, event: DividendPaidEvent, step: number): void {
    const today = this.#days[step] as number;
    const before = step === 0 ? Number.NEGATIVE_INFINITY : (this.#days[step - 1] as number);
    const index = this.#owed.findIndex((owed) => owed.payDay <= today);
    const due = this.#owed[index];
    if (due === undefined || due.payDay <= before) {
      const owed = due ?? this.#owed.find(({ symbol }) => symbol === event.symbol);
      this.#findings.add(path, `a dividend is paid before the first open on or after its pay day (${owed?.path ?? "none is owed"})`, {
        expected: owed === undefined ? "none" : isoDay(owed.payDay),
        found: event.t,
      });
    }
    if (due === undefined) return;
    this.#findings.equal(`${path}.symbol`, due.symbol, event.symbol, `dividends are paid in the order they were earned (${due.path})`);
    this.#findings.equal(`${path}.total`, this.#scale.write(due.total), event.total, `what is paid is what was owed (${due.path})`);
    this.#owed.splice(index, 1);
    this.#paid.push(due);
  }

  /** The first payment of a symbol since it was last asked for that can buy anything; smaller ones before it bought nothing. */
  takePaid(symbol: string, least: bigint): bigint | undefined {
    const index = this.#paid.findIndex((paid) => paid.symbol === symbol && paid.total >= least);
    return index < 0 ? undefined : this.#paid.splice(index, 1)[0]?.total;
  }

  /** What should have been paid by the last day. */
  checkUnpaid(): void {
    const last = this.#days[this.#days.length - 1] ?? 0;
    for (const { symbol, payDay, path } of this.#owed) {
      if (payDay <= last) this.#findings.add(path, `a dividend of ${symbol} due on ${isoDay(payDay)} is never paid`);
    }
  }
}

function isoDay(day: number): string {
  return Number.isFinite(day) ? new Date(day * dayMs).toISOString().slice(0, 10) : "an unknown day";
}
