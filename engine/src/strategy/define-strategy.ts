import type { Amount } from "../decimal.ts";
import { StrategyError } from "../errors.ts";
import { suggestion } from "../settings/nearest-name.ts";
import type { Context, Fill, OrderEvent, SetupContext } from "./context.ts";
import type { ParamDefinitions } from "./param.ts";
import type { SlippageFill } from "./slippage.ts";

/**
 * A strategy's parts, all optional. `state` is what `setup` returned. Put `setup` before the callbacks: TypeScript infers the type of
 * `state` in that order.
 */
export interface StrategyDefinition<P extends ParamDefinitions, S> {
  readonly name?: string;
  readonly params?: P;
  /** `"call"`: call back from the first bar on, also while indicators are still `NaN`. */
  readonly warmup?: "call";
  /** Once, before the first bar: makes indicators and schedules, returns the strategy's own state. */
  setup?(ctx: SetupContext<P>): S;
  /** Before each bar opens; orders made here are eligible at that open. The last closed bar is the one before. */
  onOpen?(ctx: Context<P>, state: S): void;
  /** After each bar has closed; orders made here are eligible from the next bar on. */
  onBar?(ctx: Context<P>, state: S): void;
  /** After a change of an order that is not a fill. */
  onOrder?(ctx: Context<P>, state: S, event: OrderEvent): void;
  onFill?(ctx: Context<P>, state: S, fill: Fill): void;
  /** With the slippage model `custom`: the amount per unit by which a fill is worse than its reference, zero or more. Must be pure. */
  slippage?(fill: SlippageFill): Amount;
  /** Once, after the last bar. Orders are no longer possible. */
  onEnd?(ctx: Context<P>, state: S): void;
}

const marker = Symbol.for("rustybt.strategy");

/** A checked strategy: what `defineStrategy` returns and `backtest` takes. */
export interface Strategy<P extends ParamDefinitions = ParamDefinitions, S = unknown> extends StrategyDefinition<P, S> {
  readonly [marker]: 1;
  readonly params: P;
}

const callbacks = ["setup", "onOpen", "onBar", "onOrder", "onFill", "slippage", "onEnd"] as const;
const keys: readonly string[] = ["name", "params", "warmup", ...callbacks];
const AsyncFunction = (async () => undefined).constructor;

/**
 * Declares a strategy. Parameters and the state that `setup` returns are inferred: no annotations are needed.
 *
 * Throws `StrategyError` `strategy.definition` for an unknown key, a callback that is no function, or an async callback.
 *
 * ```ts
 * import { crossOver, crossUnder, defineStrategy, param, sma } from "rustybt";
 *
 * export default defineStrategy({
 *   name: "SMA cross",
 *   params: { fast: param.int(10, { min: 2, max: 60 }), slow: param.int(30, { min: 5, max: 250 }) },
 *   setup: ({ data, params }) => ({ fast: sma(data.close, params.fast), slow: sma(data.close, params.slow) }),
 *   onBar(ctx, { fast, slow }) {
 *     if (crossOver(fast, slow)) ctx.order(100);
 *     else if (crossUnder(fast, slow)) ctx.close();
 *   },
 * });
 * ```
 */
export function defineStrategy<P extends ParamDefinitions = Record<never, never>, S = undefined>(
  definition: StrategyDefinition<P, S>,
): Strategy<P, S> {
  assertDefinition(definition);
  return Object.freeze({ ...definition, params: definition.params ?? ({} as P), [marker]: 1 as const });
}

/** Also recognises a strategy made by another copy of this package. */
export function isStrategy(value: unknown): value is Strategy {
  return typeof value === "object" && value !== null && marker in value && value[marker] === 1;
}

function assertDefinition(definition: object): void {
  if (typeof definition !== "object" || definition === null) throw problem(`defineStrategy takes an object, got ${String(definition)}`);
  const parts: Readonly<Record<string, unknown>> = { ...definition };
  for (const key of Object.keys(parts)) {
    if (!keys.includes(key)) throw problem(`defineStrategy: unknown key "${key}"${suggestion(key, keys)}`, { key, known: keys });
  }
  for (const key of callbacks) {
    const callback = parts[key];
    if (callback === undefined) continue;
    if (typeof callback !== "function") throw problem(`defineStrategy: ${key} is not a function`, { key });
    if (callback instanceof AsyncFunction) throw problem(`defineStrategy: ${key} is async`, { key }, asyncHint);
  }
  if (parts.warmup !== undefined && parts.warmup !== "call") {
    throw problem(`defineStrategy: warmup is ${JSON.stringify(parts.warmup)}`, { key: "warmup" }, 'The one value of warmup is "call".');
  }
  if (parts.name !== undefined && typeof parts.name !== "string") throw problem("defineStrategy: name is not a string", { key: "name" });
  if (parts.params !== undefined && (typeof parts.params !== "object" || parts.params === null)) {
    throw problem("defineStrategy: params is not an object", { key: "params" });
  }
  for (const [name, definition] of Object.entries(parts.params ?? {})) {
    if (typeof definition !== "object" || definition === null || !("kind" in definition)) {
      throw problem(`defineStrategy: parameter ${name} is not made by param.int, float, decimal, choice or bool`, { key: name });
    }
  }
}

export const asyncHint = "Callbacks must finish before the next bar: remove async and await, and load what is needed before the run.";

function problem(message: string, context: Readonly<Record<string, unknown>> = {}, hint?: string): StrategyError {
  return new StrategyError(message, {
    code: "strategy.definition",
    hint: hint ?? `A strategy has the keys ${keys.join(", ")}.`,
    context,
  });
}
