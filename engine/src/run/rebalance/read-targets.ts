import { exactOf, formatExact, type Ratio } from "../../decimal.ts";
import { OrderError } from "../../errors.ts";
import { suggestion } from "../../settings/nearest-name.ts";
import { weightRatio } from "../sizing.ts";
import type { SymbolRules, SymbolTable } from "../symbol-rules.ts";

export interface Target {
  readonly rules: SymbolRules;
  readonly weight: Ratio;
}

export interface Targets {
  /** In the order of the run's symbols. */
  readonly targets: readonly Target[];
  readonly band: Ratio;
}

const none: Ratio = { num: 0n, den: 1n };
const optionNames = ["band", "others"];

/** Reads what `ctx.rebalance` was given. Throws `OrderError` `order.rebalance`, `order.notAnAmount` or `order.unknownSymbol`. */
export function readTargets(weights: unknown, options: unknown, symbols: SymbolTable, isCash: boolean): Targets {
  if (!isRecord(weights)) throw problem(`the weights are ${describe(weights)}`, { weights });
  const named = new Map(Object.entries(weights).map(([name, weight]) => [symbols.get(name), weight]));
  const { band, others } = readOptions(options);
  const targets = symbols.rules.flatMap((rules): Target[] => {
    if (!named.has(rules)) return others === "keep" ? [] : [{ rules, weight: none }];
    const weight = weightRatio("weight", named.get(rules), rules);
    if (isCash && weight.num < 0n) {
      throw problem(`${rules.symbol}: the weight ${shown(named.get(rules))} is below 0, and a cash account holds no shorts`, {
        symbol: rules.symbol,
        weight: shown(named.get(rules)),
        allowed: ">= 0",
      });
    }
    return [{ rules, weight }];
  });
  const sum = targets.reduce<Ratio>(
    (total, { weight: { num, den } }) => ({ num: total.num * den + (num < 0n ? -num : num) * total.den, den: total.den * den }),
    none,
  );
  if (isCash && sum.num > sum.den) {
    const about = formatExact((sum.num * 10n ** 12n) / sum.den, 12);
    throw problem(`the weights add up to ${about}, more than 1 on a cash account`, { sum: about, allowed: "<= 1" });
  }
  return { targets, band };
}

function readOptions(options: unknown): { readonly band: Ratio; readonly others: "close" | "keep" } {
  if (options === undefined) return { band: none, others: "close" };
  if (!isRecord(options)) throw problem(`the options are ${describe(options)}`, { options });
  for (const key of Object.keys(options)) {
    if (!optionNames.includes(key)) throw problem(`unknown option "${key}"${suggestion(key, optionNames)}`, { option: key });
  }
  const { band = 0, others = "close" } = options;
  const exact = exactOf(band);
  if (exact === undefined || exact.mantissa < 0n || exact.mantissa > 10n ** BigInt(exact.scale)) {
    throw problem(`band is ${shown(band)}`, { band: shown(band), allowed: "0 to 1" });
  }
  if (others !== "close" && others !== "keep") throw problem(`others is ${shown(others)}`, { others, allowed: ["close", "keep"] });
  return { band: { num: exact.mantissa, den: 10n ** BigInt(exact.scale) }, others };
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function describe(value: unknown): string {
  return Array.isArray(value) ? "an array" : shown(value);
}

function shown(value: unknown): string {
  if (typeof value === "string") return JSON.stringify(value);
  if (typeof value !== "object" || value === null || !("num" in value && "den" in value)) return String(value);
  return `{ num: ${String(value.num)}, den: ${String(value.den)} }`;
}

function problem(message: string, context: Readonly<Record<string, unknown>>): OrderError {
  return new OrderError(`ctx.rebalance: ${message}`, {
    code: "order.rebalance",
    hint: 'Write ctx.rebalance({ AAPL: "0.6", MSFT: "0.4" }, { band: "0.02", others: "close" }): fractions of the equity.',
    context,
  });
}
