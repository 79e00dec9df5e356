import { type Exact, exactOf } from "../decimal.ts";
import { roundedQuotient } from "../result/exact.ts";
import type { FillReason } from "../result/log-event.ts";
import type { CommissionConfig, PlainCommission, RoundingMode } from "../settings/run-config.ts";
import type { Scale } from "./scaled.ts";
import { tierAt, tieredFee } from "./tier-rule.ts";
import type { Volume } from "./traded-volume.ts";

/** A fill in ledger steps and without sign. */
export interface ChargedFill {
  readonly quantity: bigint;
  readonly value: bigint;
  /** Whether it was waiting at its limit. */
  readonly isMaker: boolean;
  /** What the account traded before it in the window of a tiered rule. */
  readonly before: Volume;
  /** The account's money for one unit of the rule's currency, where that is another. */
  readonly rate: string | undefined;
}

/** Everything owed on an order so far, in the currency of its rule: by the rule, and as the venue rounds it. */
export interface Owed {
  readonly exact: bigint;
  readonly charged: bigint;
}

/** What an order has come to with its fills so far. */
export interface FeeSoFar {
  readonly rule: PlainCommission;
  /** Before minimum, maximum and rounding. */
  readonly raw: bigint;
  readonly owed: Owed;
  /** What turning a fraction of the last fill's value into the rule's currency rounded away, in the account's. */
  readonly residue: bigint;
}

/** Decimals of a part of the account's money in another currency. */
const convertedDecimals = 12;

/** The rule of an order whose first fill is on that date (SPEC M10). */
export function ruleInForce(commission: CommissionConfig, date: string): PlainCommission {
  if (commission.model !== "schedule") return commission;
  return commission.entries.findLast(({ from }) => from === null || from <= date)?.commission ?? { model: "none" };
}

/** Whether the rule says what waited from what took. */
export function asksForSide(rule: PlainCommission): boolean {
  return rule.model === "makerTaker" || (rule.model === "tiered" && rule.tiers.some((tier) => "maker" in tier));
}

/** The currency of the rule, where that is not the account's. */
export function foreignCurrency(rule: PlainCommission, currency: string): string | undefined {
  const own = rule.model === "none" ? null : (rule.currency ?? null);
  return own === null || own === currency ? undefined : own;
}

/** An order's fee after one more fill; `undefined` when the rule's numbers do not fit the ledger. */
export function feeAfter(rule: PlainCommission, so: FeeSoFar | undefined, fill: ChargedFill, scale: Scale): FeeSoFar | undefined {
  const added = addedFee(rule, so === undefined, fill, scale);
  const own = isOfValue(rule) ? inRuleMoney(added, fill.rate, scale) : added;
  if (added === undefined || own === undefined) return undefined;
  const raw = (so?.raw ?? 0n) + own;
  const exact = withinBounds(rule, raw, scale);
  if (exact === undefined) return undefined;
  // A minimum or maximum is money of that currency, whole there.
  const isFree = exact === raw && so?.owed.exact === so?.raw;
  const residue = isOfValue(rule) && isFree ? added - inAccountMoney(own, fill.rate) : 0n;
  if (rule.model === "none" || rule.unit === null) return { rule, raw, owed: { exact, charged: exact }, residue };
  const unit = scale.read(rule.unit);
  if (unit === undefined || unit <= 0n) return undefined;
  return { rule, raw, owed: { exact, charged: rounded(exact, unit, rule.rounding) * unit }, residue };
}

/** An amount of the rule's currency in the account's. */
export function inAccountMoney(amount: bigint, rate: string | undefined): bigint {
  const { mantissa, scale } = rateOf(rate);
  return roundedQuotient(amount * mantissa, 10n ** BigInt(scale));
}

export interface FeeFacts {
  readonly before: Volume;
  readonly scale: Scale;
  readonly converted?: { readonly amount: string; readonly currency: string; readonly rate: string } | undefined;
}

/** The `fee` object of a fill's `why`. */
export function feeDescription(rule: PlainCommission, { before, scale, converted }: FeeFacts): FillReason["fee"] {
  const venue = rule.model === "none" || rule.unit === null ? {} : { unit: rule.unit, rounding: rule.rounding };
  const exchange = converted === undefined ? {} : { converted };
  const { model } = rule;
  switch (rule.model) {
    case "none":
      return { model };
    case "percent":
      return { model, rate: rule.rate, ...venue, ...exchange };
    case "perShare": {
      const least = rule.minimum === null ? {} : { minimum: rule.minimum };
      const most = rule.maximum === null ? {} : { maximum: rule.maximum };
      return { model, rate: rule.rate, ...least, ...most, ...venue, ...exchange };
    }
    case "makerTaker":
      return { model, maker: rule.maker, taker: rule.taker, ...venue, ...exchange };
    case "perTrade":
      return { model, cost: rule.cost, ...venue, ...exchange };
    case "perContract":
      return { model, cost: rule.cost, ...(rule.exchangeFee === "0" ? {} : { exchangeFee: rule.exchangeFee }), ...venue, ...exchange };
    case "tiered": {
      const volume = scale.write(rule.by === "value" ? before.value : before.quantity);
      return { model, tier: tierAt(rule, before, scale)?.from ?? "", volume, ...exchange };
    }
  }
}

/** In the account's currency where it is a fraction of the value, else in the rule's. */
function addedFee(rule: PlainCommission, isFirst: boolean, fill: ChargedFill, scale: Scale): bigint | undefined {
  const { quantity, value, isMaker } = fill;
  switch (rule.model) {
    case "none":
      return 0n;
    case "percent":
      return product(scale, value, scale.read(rule.rate));
    case "perShare":
      return product(scale, quantity, scale.read(rule.rate));
    case "makerTaker":
      return product(scale, value, scale.read(isMaker ? rule.maker : rule.taker));
    case "perTrade":
      return isFirst ? scale.read(rule.cost) : 0n;
    case "perContract": {
      const linear = product(scale, quantity, scale.read(rule.cost));
      const once = isFirst ? scale.read(rule.exchangeFee) : 0n;
      return linear === undefined || once === undefined ? undefined : linear + once;
    }
    case "tiered":
      return tieredFee(rule, fill, scale);
  }
}

/** A fraction of the traded value is money of the account. */
function isOfValue(rule: PlainCommission): boolean {
  return rule.model === "percent" || rule.model === "makerTaker" || (rule.model === "tiered" && rule.charge === "percent");
}

/** Minimum and maximum hold for the order over its fills. */
function withinBounds(rule: PlainCommission, raw: bigint, scale: Scale): bigint | undefined {
  if (rule.model !== "perShare" && rule.model !== "tiered") return raw;
  const least = rule.minimum === null ? raw : scale.read(rule.minimum);
  const most = rule.maximum === null ? raw : scale.read(rule.maximum);
  if (least === undefined || most === undefined) return undefined;
  const floored = raw > least ? raw : least;
  return rule.maximum !== null && floored > most ? most : floored;
}

/** Money of the account in the rule's currency: 12 decimals, half-even. */
function inRuleMoney(amount: bigint | undefined, rate: string | undefined, scale: Scale): bigint | undefined {
  if (amount === undefined || rate === undefined) return amount;
  const { mantissa, scale: decimals } = rateOf(rate);
  if (mantissa <= 0n || scale.decimals < convertedDecimals) return undefined;
  const step = 10n ** BigInt(scale.decimals - convertedDecimals);
  return roundedQuotient(amount * 10n ** BigInt(decimals), mantissa * step) * step;
}

function rateOf(rate: string | undefined): Exact {
  return (rate === undefined ? undefined : exactOf(rate)) ?? { mantissa: 1n, scale: 0 };
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
