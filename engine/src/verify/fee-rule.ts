import { roundedQuotient } from "../result/exact.ts";
import type { CommissionConfig, RoundingMode } from "../settings/run-config.ts";
import type { Scale } from "./scaled.ts";

/** What an order has filled so far, in ledger steps and without sign. */
export interface FilledSoFar {
  readonly quantity: bigint;
  readonly value: bigint;
  /** The part of the value that was waiting at its limit. */
  readonly made: bigint;
}

/** Everything owed on an order so far: by the rule, and as the venue rounds it. */
export interface Owed {
  readonly exact: bigint;
  readonly charged: bigint;
}

/** The commission rule applied to an order's fills so far; `undefined` when its numbers do not fit the ledger. */
export function owedFee(rule: CommissionConfig, filled: FilledSoFar, scale: Scale): Owed | undefined {
  const exact = exactFee(rule, filled, scale);
  if (exact === undefined || rule.model === "none" || rule.unit === null)
    return exact === undefined ? undefined : { exact, charged: exact };
  const unit = scale.read(rule.unit);
  return unit === undefined || unit <= 0n ? undefined : { exact, charged: rounded(exact, unit, rule.rounding) * unit };
}

/** The `fee` object of a fill's `why`. */
export function feeDescription(rule: CommissionConfig): Record<string, string> {
  const { model } = rule;
  const venue = rule.model === "none" || rule.unit === null ? {} : { unit: rule.unit, rounding: rule.rounding };
  switch (rule.model) {
    case "none":
      return { model };
    case "percent":
      return { model, rate: rule.rate, ...venue };
    case "perShare": {
      const least = rule.minimum === null ? {} : { minimum: rule.minimum };
      const most = rule.maximum === null ? {} : { maximum: rule.maximum };
      return { model, rate: rule.rate, ...least, ...most, ...venue };
    }
    case "makerTaker":
      return { model, maker: rule.maker, taker: rule.taker, ...venue };
    case "perTrade":
      return { model, cost: rule.cost, ...venue };
    case "perContract":
      return { model, cost: rule.cost, ...(rule.exchangeFee === "0" ? {} : { exchangeFee: rule.exchangeFee }), ...venue };
  }
}

function exactFee(rule: CommissionConfig, { quantity, value, made }: FilledSoFar, scale: Scale): bigint | undefined {
  switch (rule.model) {
    case "none":
      return 0n;
    case "percent":
      return product(scale, value, scale.read(rule.rate));
    case "perShare": {
      const linear = product(scale, quantity, scale.read(rule.rate));
      const least = scale.read(rule.minimum ?? "0");
      const most = rule.maximum === null ? linear : scale.read(rule.maximum);
      if (linear === undefined || least === undefined || most === undefined) return undefined;
      const floored = linear > least ? linear : least;
      return rule.maximum !== null && floored > most ? most : floored;
    }
    case "makerTaker": {
      const waited = product(scale, made, scale.read(rule.maker));
      const took = product(scale, value - made, scale.read(rule.taker));
      return waited === undefined || took === undefined ? undefined : waited + took;
    }
    case "perTrade":
      return scale.read(rule.cost);
    case "perContract": {
      const linear = product(scale, quantity, scale.read(rule.cost));
      const once = scale.read(rule.exchangeFee);
      return linear === undefined || once === undefined ? undefined : linear + once;
    }
  }
}

function product(scale: Scale, a: bigint, b: bigint | undefined): bigint | undefined {
  if (b === undefined) return undefined;
  const whole = a * b;
  return whole % scale.unit === 0n ? whole / scale.unit : undefined;
}

/** `amount / unit` as a whole number; the modes are symmetric about zero. */
function rounded(amount: bigint, unit: bigint, mode: RoundingMode): bigint {
  if (amount < 0n) return -rounded(-amount, unit, mode);
  const down = amount / unit;
  const rest = amount % unit;
  if (rest === 0n) return down;
  switch (mode) {
    case "half-even":
      return roundedQuotient(amount, unit);
    case "half-up":
      return 2n * rest >= unit ? down + 1n : down;
    case "half-down":
      return 2n * rest > unit ? down + 1n : down;
    case "up":
      return down + 1n;
    case "down":
      return down;
  }
}
