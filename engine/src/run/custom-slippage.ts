import { Decimal, isAmount } from "../decimal.ts";
import { ConfigurationError, isRustyBtError, StrategyError } from "../errors.ts";
import { sha256 } from "../result/digest.ts";
import { canonicalDecimal } from "../settings/decimal-text.ts";
import { showValue } from "../settings/settings-error.ts";
import type { SlippageFill, SlippageFunction } from "../strategy/slippage.ts";

/** A user's slippage function as the native core calls it: JSON in, decimal text out. */
export interface CustomSlippage {
  readonly ask: (fill: string) => string;
  /** What the function threw or answered wrongly; the native core only knows that it failed. */
  readonly failure: () => unknown;
}

/** Decimals the native core reads; an amount with more is rounded up to them. */
const mostDecimals = 18;

/** The function behind the model `custom`: that of `backtest({ slippage })`, else the strategy's. Throws `ConfigurationError` without one. */
export function chosenFunction(
  model: string,
  given: SlippageFunction | undefined,
  ofStrategy: SlippageFunction | undefined,
): SlippageFunction | undefined {
  if (model !== "custom") return undefined;
  const chosen = given ?? ofStrategy;
  if (chosen !== undefined) return chosen;
  throw new ConfigurationError('slippage.model is "custom", and there is no function that says how much', {
    code: "settings.missingKey",
    hint: "Write it in the strategy, defineStrategy({ slippage(fill) { … } }), or give it to backtest({ slippage: fn }).",
    context: { key: "slippage.model", value: "custom" },
  });
}

/** sha256 over the function's source text, for the manifest. */
export function sourceHash(slippage: SlippageFunction): string {
  return sha256(String(slippage));
}

export function customSlippage(slippage: SlippageFunction): CustomSlippage {
  let failure: unknown;
  const ask = (text: string): string => {
    const fill = fillOf(JSON.parse(text));
    try {
      return amountText(slippage(fill), fill);
    } catch (thrown) {
      failure = isRustyBtError(thrown) ? thrown : thrownError(thrown, fill);
      throw failure;
    }
  };
  return { ask, failure: () => failure };
}

interface AskedFill extends Pick<SlippageFill, "symbol" | "side" | "time" | "rule"> {
  readonly quantity: string;
  readonly reference: string;
  readonly bar: Readonly<Record<keyof SlippageFill["bar"], string>>;
}

function fillOf({ quantity, reference, bar, ...fill }: AskedFill): SlippageFill {
  const { open, high, low, close, volume } = bar;
  return {
    ...fill,
    quantity: new Decimal(quantity),
    reference: new Decimal(reference),
    bar: {
      open: new Decimal(open),
      high: new Decimal(high),
      low: new Decimal(low),
      close: new Decimal(close),
      volume: new Decimal(volume),
    },
  };
}

function amountText(answer: unknown, fill: SlippageFill): string {
  const text = isAmount(answer) ? canonicalDecimal(answer) : undefined;
  if (text === undefined || text.startsWith("-")) throw wrongAnswer(answer, fill, "expected a decimal of zero or more");
  const amount = new Decimal(text);
  if (fill.side === "sell" && fill.reference.gte(0) && amount.gt(fill.reference)) {
    throw wrongAnswer(answer, fill, "a sale below zero: expected at most the reference");
  }
  return amount.toDecimalPlaces(mostDecimals, Decimal.ROUND_UP).toFixed();
}

function wrongAnswer(answer: unknown, fill: SlippageFill, expected: string): StrategyError {
  return new StrategyError(`the slippage function returned ${showValue(answer)} for ${nameOf(fill)}: ${expected}`, {
    code: "strategy.slippage",
    hint: "Return the amount per unit by which the fill is worse than its reference, as Decimal, text, number or bigint.",
    context: { value: showValue(answer), allowed: "a decimal of zero or more, for a sale at most the reference", ...placeOf(fill) },
  });
}

function thrownError(thrown: unknown, fill: SlippageFill): StrategyError {
  const message = thrown instanceof Error ? `${thrown.name}: ${thrown.message}` : showValue(thrown);
  return new StrategyError(`the slippage function threw ${message} for ${nameOf(fill)}`, {
    code: "strategy.slippage",
    hint: "Correct the function; the cause has the original error.",
    context: placeOf(fill),
    cause: thrown,
  });
}

function nameOf({ side, quantity, symbol, reference, rule, time }: SlippageFill): string {
  return `the fill ${side} ${quantity} ${symbol} at ${reference} (${rule}, bar ${new Date(time).toISOString()})`;
}

function placeOf({ side, quantity, symbol, reference, rule, time }: SlippageFill) {
  return { symbol, side, quantity: String(quantity), reference: String(reference), rule, barTime: new Date(time).toISOString() };
}
