import { Decimal, exactOf, mantissaAt } from "../decimal.ts";
import { OrderError } from "../errors.ts";
import { suggestion } from "../settings/nearest-name.ts";
import { showValue } from "../settings/settings-error.ts";
import type { RunCore } from "./run-core.ts";

/** Balances by currency, and conversions that the strategy asks for. */
export class CurrencyDesk {
  readonly #core: RunCore;
  readonly #currencies: readonly string[];
  readonly #holds: boolean;
  readonly #balance: (currency: number) => string;

  constructor(core: RunCore, currencies: readonly string[], holds: boolean, balance: (currency: number) => string) {
    this.#core = core;
    this.#currencies = currencies;
    this.#holds = holds;
    this.#balance = balance;
  }

  cash(currency: unknown): Decimal {
    const index = currency === undefined ? 0 : this.#index("cash", currency);
    this.#core.catchUp();
    return new Decimal(this.#balance(index));
  }

  convert(from: unknown, to: unknown, amount: unknown): boolean {
    if (!this.#holds) {
      throw new OrderError('ctx.convert: account.conversion is "auto", so no money stays in another currency', {
        code: "order.convert",
        hint: 'Set account: { conversion: "hold" } to hold currencies.',
        context: { conversion: "auto" },
      });
    }
    const [source, target] = [this.#index("convert", from), this.#index("convert", to)];
    const exact = exactOf(amount);
    const mantissa = exact === undefined ? undefined : mantissaAt(exact, this.#core.ledgerScale);
    if (source === target || mantissa === undefined || mantissa <= 0n) {
      const problem = source === target ? `both currencies are ${showValue(from)}` : `the amount is ${showValue(amount)}`;
      throw new OrderError(`ctx.convert: ${problem}`, {
        code: "order.convert",
        hint: `Write ctx.convert("USD", "EUR", "1000"): two currencies and an amount above 0 with at most ${this.#core.ledgerScale} decimals.`,
        context: { from, to, amount: showValue(amount) },
      });
    }
    return this.#core.convert(source, target, mantissa);
  }

  #index(call: string, currency: unknown): number {
    const index = this.#currencies.indexOf(currency as string);
    if (index >= 0) return index;
    const known = this.#currencies;
    throw new OrderError(`ctx.${call}: the account has no currency ${showValue(currency)}${suggestion(String(currency), known)}`, {
      code: "order.unknownCurrency",
      hint: `Use one of ${known.join(", ")}; instruments and, with account.conversion "hold", rates bring in others.`,
      context: { currency: showValue(currency), known },
    });
  }
}
