import { type Amount, type Decimal, exactOf, formatExact } from "../decimal.ts";
import { ConfigurationError } from "../errors.ts";

/** Least and greatest value, both allowed, and the step of a search from `min` (or the default) on. */
export interface NumberRange {
  readonly min?: number;
  readonly max?: number;
  readonly step?: number;
}

export interface DecimalRange {
  readonly min?: Amount;
  readonly max?: Amount;
  readonly step?: Amount;
}

export interface IntParam extends NumberRange {
  readonly kind: "int";
  readonly default: number;
}

export interface FloatParam extends NumberRange {
  readonly kind: "float";
  readonly default: number;
}

/** Values are canonical decimal strings here and `Decimal` in the strategy. */
export interface DecimalParam {
  readonly kind: "decimal";
  readonly default: string;
  readonly min?: string;
  readonly max?: string;
  readonly step?: string;
}

export interface ChoiceParam<T extends string | number = string | number> {
  readonly kind: "choice";
  readonly default: T;
  readonly choices: readonly T[];
}

export interface BoolParam {
  readonly kind: "bool";
  readonly default: boolean;
}

export type Param = IntParam | FloatParam | DecimalParam | ChoiceParam | BoolParam;
export type ParamDefinitions = Readonly<Record<string, Param>>;

/** What the strategy reads as `ctx.params`. */
export type ParamValues<P extends ParamDefinitions> = { readonly [K in keyof P]: ParamValue<P[K]> };

type ParamValue<P extends Param> =
  P extends ChoiceParam<infer T>
    ? T
    : P extends { readonly kind: "int" | "float" }
      ? number
      : P extends { readonly kind: "decimal" }
        ? Decimal
        : boolean;

/** Parameter values as they may be given for a run; numbers also as text. */
export type ParamInputs<P extends ParamDefinitions> = { readonly [K in keyof P]?: ParamInput<P[K]> };

type ParamInput<P extends Param> =
  P extends ChoiceParam<infer T>
    ? T
    : P extends { readonly kind: "int" | "float" }
      ? number | string
      : P extends { readonly kind: "decimal" }
        ? Amount
        : P extends { readonly kind: "bool" }
          ? boolean | string
          : never;

/**
 * Declares a strategy's parameters. The declared kinds are the types of `ctx.params`, and the ranges are checked before a run.
 *
 * Throws `ConfigurationError` `params.definition` when a default lies outside its own range.
 *
 * ```ts
 * import { defineStrategy, param } from "rustybt";
 *
 * export default defineStrategy({
 *   params: { length: param.int(20, { min: 2, max: 200 }), share: param.decimal("0.5", { min: 0, max: 1 }), side: param.choice("long", ["long", "both"]) },
 *   onBar(ctx) {
 *     if (ctx.bars === ctx.params.length && ctx.params.side === "long") ctx.orderTargetPercent(ctx.params.share);
 *   },
 * });
 * ```
 */
export const param = { int, float, decimal, choice, bool } as const;

function int(initial: number, range: NumberRange = {}): IntParam {
  for (const [key, value] of [["default", initial], ...Object.entries(range)] as const) {
    if (!Number.isSafeInteger(value)) throw definitionError(`param.int: ${key} ${String(value)} is not a whole number`, { [key]: value });
  }
  assertRange("param.int", initial, range);
  return { ...range, kind: "int", default: initial };
}

function float(initial: number, range: NumberRange = {}): FloatParam {
  for (const [key, value] of [["default", initial], ...Object.entries(range)] as const) {
    if (typeof value !== "number" || !Number.isFinite(value)) {
      throw definitionError(`param.float: ${key} ${String(value)} is not a finite number`, { [key]: value });
    }
  }
  assertRange("param.float", initial, range);
  return { ...range, kind: "float", default: initial };
}

function decimal(initial: Amount, range: DecimalRange = {}): DecimalParam {
  const texts: { min?: string; max?: string; step?: string } = {};
  for (const key of ["min", "max", "step"] as const) {
    if (range[key] !== undefined) texts[key] = decimalText(key, range[key]);
  }
  const result: DecimalParam = { ...texts, kind: "decimal", default: decimalText("default", initial) };
  assertRange("param.decimal", Number(result.default), mapRange(texts));
  return result;
}

function choice<const T extends string | number>(initial: NoInfer<T>, choices: readonly T[]): ChoiceParam<T> {
  if (!choices.includes(initial)) {
    throw definitionError(`param.choice: default ${JSON.stringify(initial)} is not one of ${JSON.stringify(choices)}`, {
      default: initial,
      choices,
    });
  }
  return { kind: "choice", default: initial, choices: [...choices] };
}

function bool(initial: boolean): BoolParam {
  if (typeof initial !== "boolean")
    throw definitionError(`param.bool: default ${String(initial)} is not true or false`, { default: initial });
  return { kind: "bool", default: initial };
}

function decimalText(key: string, value: unknown): string {
  const exact = exactOf(value);
  if (exact === undefined) throw definitionError(`param.decimal: ${key} ${String(value)} is not a decimal`, { [key]: value });
  return formatExact(exact.mantissa, exact.scale);
}

function mapRange(texts: { min?: string; max?: string; step?: string }): NumberRange {
  return Object.fromEntries(Object.entries(texts).map(([key, text]) => [key, Number(text)]));
}

function assertRange(name: string, initial: number, { min, max, step }: NumberRange): void {
  if (min !== undefined && max !== undefined && min > max) throw definitionError(`${name}: min ${min} is above max ${max}`, { min, max });
  if (step !== undefined && step <= 0) throw definitionError(`${name}: step ${step} is not above 0`, { step });
  if ((min !== undefined && initial < min) || (max !== undefined && initial > max)) {
    throw definitionError(`${name}: default ${initial} is outside ${rangeText(min, max)}`, { default: initial, min, max });
  }
}

/** `2 to 60`, `at least 2`, `at most 60`. */
export function rangeText(min: number | string | undefined, max: number | string | undefined): string {
  if (min !== undefined && max !== undefined) return `${min} to ${max}`;
  return min !== undefined ? `at least ${min}` : `at most ${max}`;
}

function definitionError(message: string, context: Readonly<Record<string, unknown>>): ConfigurationError {
  return new ConfigurationError(message, {
    code: "params.definition",
    hint: "Correct the parameter's declaration in defineStrategy({ params }).",
    context,
  });
}
