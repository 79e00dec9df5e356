import { daysBetween } from "./day-count.ts";
import type { Order } from "./orders.ts";
import {
  add,
  compare,
  divide,
  isZero,
  less,
  maximum,
  minimum,
  multiply,
  parse,
  type Ratio,
  roundToDecimals,
  roundToMultiple,
  subtract,
  sum,
  zero,
} from "./ratio.ts";
import { dateOf, type PlainCommission, type ScenarioCommission, type ScenarioTier } from "./scenario.ts";
import type { Setup, State } from "./state.ts";

/** A fill, or what an order is estimated to fill. */
export interface Charge {
  readonly quantity: Ratio;
  readonly notional: Ratio;
  /** Whether it rested in the market before (SPEC M9). */
  readonly maker: boolean;
}

export interface Fee {
  /** What this fill adds to what the order owes, and what it is charged, in money of the account. */
  readonly owed: Ratio;
  readonly charged: Ratio;
  /** What the order owes by then in the model's currency. */
  readonly account: FeeAccount;
  /** What it is charged there, where that is another currency. */
  readonly converted?: { readonly amount: Ratio; readonly currency: string; readonly rate: Ratio };
}

/** What an order's fills came to, in the currency of its model (SPEC M1). */
export interface FeeAccount {
  readonly raw: Ratio;
  /** Within minimum and maximum. */
  readonly bounded: Ratio;
  /** As the venue rounds it: what it has paid. */
  readonly paid: Ratio;
}

/** The fee of one more fill, as owed and as a venue's rounding charges it. */
export function feeOf(setup: Setup, state: State, order: Order, charge: Charge): Fee {
  const commission = inForce(setup.scenario.commission, dateOf(order.firstFill ?? state.day));
  const rate = rateOf(setup, commission, dateOf(state.day));
  const exact = rawFee(state, commission, order, charge);
  const isOfValue =
    "rate" in commission ? commission.model === "percent" : commission.model === "makerTaker" || isTieredByValue(commission);
  // A fraction of the value is money of the account.
  const added = rate !== undefined && isOfValue ? roundToDecimals(divide(exact, rate), 12, "half-even") : exact;
  const before = order.fee;
  const raw = add(before.raw, added);
  const bounded = "minimum" in commission || "maximum" in commission ? withinBounds(commission, raw) : raw;
  const unit = "unit" in commission ? commission.unit : undefined;
  const rounding = ("rounding" in commission && commission.rounding) || "half-even";
  const paid = unit === undefined ? bounded : roundToMultiple(bounded, parse(unit), rounding);
  // What is owed by then less what was paid, both as the venue rounds them.
  const [owed, charged] = [subtract(bounded, before.bounded), subtract(paid, before.paid)];
  const account = { raw, bounded, paid };
  if (rate === undefined || !("currency" in commission)) return { owed, charged, account };
  const home = (amount: Ratio) => roundToDecimals(multiply(amount, rate), setup.rules.scale, "half-even");
  // Bringing a fraction of the value there and back again is no part of the rule, unless a minimum or maximum is at work.
  const isFraction = isOfValue && compare(bounded, raw) === 0 && compare(before.bounded, before.raw) === 0;
  const residue = isFraction ? subtract(exact, home(added)) : zero;
  const converted = { amount: charged, currency: commission.currency ?? "", rate };
  return { owed: add(home(owed), residue), charged: home(charged), account, converted };
}

const isTieredByValue = (commission: PlainCommission): boolean => commission.model === "tiered" && commission.charge === "percent";

/** SPEC M11: the last rate on or before the day; nothing where the fee is in the account's currency. */
function rateOf({ scenario }: Setup, commission: PlainCommission, date: string): Ratio | undefined {
  const rate = "currency" in commission && commission.currency !== undefined ? scenario.rates?.[commission.currency] : undefined;
  if (rate === undefined) return undefined;
  return parse(typeof rate === "string" ? rate : (rate.findLast(([from]) => from <= date)?.[1] ?? "0"));
}

function withinBounds({ minimum: least, maximum: most }: { minimum?: string; maximum?: string }, owed: Ratio): Ratio {
  const atLeast = least === undefined ? owed : maximum(owed, parse(least));
  return most === undefined ? atLeast : minimum(atLeast, parse(most));
}

/** SPEC M10: the entry in force on the day of the order's first fill. */
export function inForce(commission: ScenarioCommission, date: string): PlainCommission {
  if (commission.model !== "schedule") return commission;
  const entry = commission.entries.findLast(({ from }) => from === undefined || from <= date);
  return inForce(entry?.commission ?? { model: "none" }, date);
}

/** What this fill adds, before what is per order. */
function rawFee(state: State, commission: PlainCommission, order: Order, { quantity, notional, maker }: Charge): Ratio {
  const first = isZero(order.filled);
  switch (commission.model) {
    case "none":
      return zero;
    case "percent":
      return multiply(parse(commission.rate), notional);
    case "perShare":
      return multiply(parse(commission.rate), quantity);
    case "perTrade":
      return first ? parse(commission.cost) : zero;
    case "perContract":
      return add(multiply(parse(commission.cost), quantity), first ? parse(commission.exchangeFee ?? "0") : zero);
    case "makerTaker":
      return multiply(parse(maker ? commission.maker : commission.taker), notional);
    case "tiered":
      return tieredFee(state, commission, { quantity, notional, maker });
  }
}

type Tiered = Extract<PlainCommission, { model: "tiered" }>;

/** SPEC M8: by what the account has traded in the window before. */
function tieredFee(state: State, commission: Tiered, { quantity, notional, maker }: Charge): Ratio {
  const before = tradedBefore(state, commission);
  const size = commission.by === "value" ? notional : quantity;
  const charged = commission.charge === "percent" ? notional : quantity;
  const rate = (tier: ScenarioTier) => parse("rate" in tier ? tier.rate : maker ? tier.maker : tier.taker);
  if (commission.marginal !== true) return multiply(rate(tierAt(commission, before)), charged);
  const parts = commission.tiers.map((tier, index) => {
    const next = commission.tiers[index + 1];
    const low = maximum(parse(tier.from), before);
    const end = add(before, size);
    const high = next === undefined ? end : minimum(end, parse(next.from));
    const inside = less(low, high) ? divide(subtract(high, low), size) : zero;
    return multiply(rate(tier), multiply(charged, inside));
  });
  // The part of a quantity that lies in a tier by value need not end.
  const ends = commission.by === "quantity" || commission.charge === "percent";
  return ends ? sum(parts) : roundToDecimals(sum(parts), 12, "half-even");
}

/** The tier a volume is in. */
export function tierAt(commission: Tiered, volume: Ratio): ScenarioTier {
  const tier = commission.tiers.findLast(({ from }) => compare(parse(from), volume) <= 0);
  if (tier === undefined) throw new Error("tiers begin at 0");
  return tier;
}

/** Volume of all symbols in the window before this fill: the calendar month so far, or the last days. */
export function tradedBefore(state: State, { by, window }: Tiered): Ratio {
  const today = dateOf(state.day);
  const inWindow = (date: string) =>
    window === "month" ? date.slice(0, 7) === today.slice(0, 7) : daysBetween(date, today) < Number(window.slice(0, -1));
  return sum(state.traded.filter(({ day }) => inWindow(dateOf(day))).map((traded) => (by === "value" ? traded.value : traded.quantity)));
}
