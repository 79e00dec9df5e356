import {
  add,
  divide,
  isZero,
  maximum,
  minimum,
  multiply,
  one,
  parse,
  type Ratio,
  roundToDecimals,
  roundToMultiple,
  subtract,
  zero,
} from "./ratio.ts";
import type { ScenarioCommission, ScenarioSlippage } from "./scenario.ts";

/** What an order has traded and paid before a fill. */
export interface Charged {
  readonly quantity: Ratio;
  readonly paid: Ratio;
}

/** The fee of one more fill, as owed and as a venue's rounding charges it. */
export function feeOf(commission: ScenarioCommission, before: Charged, quantity: Ratio, notional: Ratio): { owed: Ratio; charged: Ratio } {
  const owed = exactFee(commission, before, quantity, notional);
  const unit = "unit" in commission ? commission.unit : undefined;
  if (unit === undefined) return { owed, charged: owed };
  return { owed, charged: roundToMultiple(owed, parse(unit), ("rounding" in commission && commission.rounding) || "half-even") };
}

/** SPEC M1, M7: what is owed by then less what was paid. */
function exactFee(commission: ScenarioCommission, before: Charged, quantity: Ratio, notional: Ratio): Ratio {
  switch (commission.model) {
    case "none":
      return zero;
    case "percent":
      return multiply(parse(commission.rate), notional);
    case "perShare": {
      let owed = multiply(parse(commission.rate), add(before.quantity, quantity));
      if (commission.minimum !== undefined) owed = maximum(owed, parse(commission.minimum));
      if (commission.maximum !== undefined) owed = minimum(owed, parse(commission.maximum));
      return subtract(owed, before.paid);
    }
    case "perTrade":
      return isZero(before.quantity) ? parse(commission.cost) : zero;
    case "perContract": {
      const exchange = isZero(before.quantity) && commission.exchangeFee !== undefined ? parse(commission.exchangeFee) : zero;
      return add(multiply(parse(commission.cost), quantity), exchange);
    }
  }
}

/** The share of the price slippage takes (SPEC F5); `share` is what the symbol's fills took of the bar's volume, this one included. */
export function slippageShare(slippage: ScenarioSlippage, share: Ratio): Ratio {
  switch (slippage.model) {
    case "none":
      return zero;
    case "bps":
      return divide(parse(slippage.bps), parse("10000"));
    case "spread":
      return divide(parse(slippage.bps), parse("20000"));
    case "volumeShare": {
      const capped = minimum(share, parse(slippage.limit));
      return multiply(parse(slippage.impact), multiply(capped, capped));
    }
  }
}

export function exactlySlipped(price: Ratio, share: Ratio, buying: boolean): Ratio {
  return multiply(price, buying ? add(one, share) : subtract(one, share));
}

/** A slipped price carries at most 8 decimals, rounded against the trader. */
export const againstTrader = (exact: Ratio, buying: boolean): Ratio => roundToDecimals(exact, 8, buying ? "ceil" : "floor");

export const slipped = (price: Ratio, share: Ratio, buying: boolean): Ratio => againstTrader(exactlySlipped(price, share, buying), buying);
