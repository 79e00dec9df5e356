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
  /** What this fill adds to what the order owes, and what it is charged. */
  readonly owed: Ratio;
  readonly charged: Ratio;
  /** What the order owes by then, before and after a minimum and a maximum. */
  readonly raw: Ratio;
  readonly bounded: Ratio;
}

/** The fee of one more fill, as owed and as a venue's rounding charges it. */
export function feeOf(setup: Setup, state: State, order: Order, charge: Charge): Fee {
  const commission = inForce(setup.scenario.commission, dateOf(order.firstFill ?? state.day));
  const raw = add(order.owed, rawFee(state, commission, order, charge));
  const bounded = "minimum" in commission || "maximum" in commission ? withinBounds(commission, raw) : raw;
  // What is owed by then less what was paid (SPEC M1), both as the venue rounds them.
  const owed = subtract(bounded, order.bounded);
  const unit = "unit" in commission ? commission.unit : undefined;
  const rounding = ("rounding" in commission && commission.rounding) || "half-even";
  const charged = subtract(unit === undefined ? bounded : roundToMultiple(bounded, parse(unit), rounding), order.paid);
  return { owed, charged, raw, bounded };
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
