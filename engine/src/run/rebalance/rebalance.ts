import type { Exact, Ratio } from "../../decimal.ts";
import { OrderError } from "../../errors.ts";
import type { RunCore } from "../run-core.ts";
import type { SymbolRules } from "../symbol-rules.ts";
import { readTargets, type Target } from "./read-targets.ts";
import { type CostRules, costDecimals, feeNow, lotValue, tradeCost } from "./trade-cost.ts";
import { type Holding, nearestLots, wholeLots } from "./whole-lots.ts";

/** An order that is to be placed: a signed quantity, not 0. */
export interface Step {
  readonly rules: SymbolRules;
  readonly quantity: bigint;
}

export interface RebalancePlan {
  /** Sells first, each side in the order of the run's symbols. */
  readonly steps: readonly Step[];
  /** With a target above 0, but without a price yet. */
  readonly unpriced: readonly SymbolRules[];
}

interface Asset extends Target {
  readonly position: bigint;
  readonly open: bigint;
  /** Money a lot at the last close, at the plan's decimals. */
  readonly value: bigint;
  readonly close: bigint;
  /** Money of the symbol's currency in the account's. */
  readonly inBase: (amount: bigint) => bigint;
}

/** Of the longest rate. */
const rateDecimals = 18;

/** What `ctx.rebalance` orders (SPEC O24): the whole lots nearest to the weights that the cash can pay for. */
export function planRebalance(core: RunCore, weights: unknown, options: unknown, account: CostRules & { isCash: boolean }): RebalancePlan {
  const { targets, band } = readTargets(weights, options, core.symbols, account.isCash);
  const { equity, cash } = core.portfolio();
  if (equity <= 0n) throw noEquity(core.money(equity).toString());
  const decimals =
    costDecimals(core.symbols.rules, core.ledgerScale) + (core.symbols.rules.some((rules) => rules.isForeign) ? rateDecimals : 0);
  const ledger = 10n ** BigInt(decimals - core.ledgerScale);
  const worth = equity * ledger;
  const assets = targets.map((target): Asset => {
    const { position, open, close } = core.sizing(target.rules.index);
    const inBase = ofRate(close === 0n ? undefined : core.rate(target.rules));
    return { ...target, position, open, close, inBase, value: inBase(lotValue(target.rules, close, decimals)) };
  });
  const priced = assets.filter((asset) => asset.close > 0n);
  const traded = priced.filter((asset) => !isInBand(asset, worth, band));
  const common = traded.reduce((product, { weight }) => product * weight.den, 1n);
  const fee = feeNow(account);
  const holdings = traded.map((asset): Holding => {
    const { rules, position, close, value, weight, inBase } = asset;
    const cost = tradeCost(rules, close, { slippage: account.slippage, fee }, decimals);
    const lotsTraded = (lots: bigint) => upDivide(magnitude(lots * rules.lot - position), rules.lot);
    const perUnit = value / rules.lot;
    return {
      target: worth * weight.num * (common / weight.den),
      value: value * common,
      traded: lotsTraded,
      cost: (lots) => inBase(cost(lots * rules.lot - position)),
      leastCost: { base: -position * perUnit, slope: value },
    };
  });
  const lots = account.isCash
    ? (wholeLots(holdings, cash * ledger) ?? holdings.map((holding, index) => sellsOnly(holding, traded[index] as Asset)))
    : holdings.map(({ target, value, traded }) => nearestLots(target, value, traded));
  const steps = traded.map(({ rules, position, open }, index): Step => {
    const wanted = (lots[index] as bigint) * rules.lot;
    return { rules, quantity: wanted - position - open };
  });
  return {
    steps: [...steps.filter(({ quantity }) => quantity < 0n), ...steps.filter(({ quantity }) => quantity > 0n)],
    unpriced: assets.filter(({ close, weight }) => close === 0n && weight.num !== 0n).map(({ rules }) => rules),
  };
}

/** A symbol that is to be closed is never in the band. */
function isInBand({ rules, weight, value, position }: Asset, worth: bigint, band: Ratio): boolean {
  if (weight.num === 0n) return false;
  // |position value / equity - weight| <= band, with every denominator multiplied out.
  const held = position * value * weight.den;
  const wanted = weight.num * worth * rules.lot;
  return magnitude(held - wanted) * band.den <= band.num * worth * rules.lot * weight.den;
}

/** Where no combination can be paid (an account already in debt): what lowers a position is sold, nothing is bought. */
function sellsOnly({ target, value, traded }: Holding, { rules, position }: Asset): bigint {
  const nearest = nearestLots(target, value, traded);
  const held = position / rules.lot;
  return nearest < held ? nearest : held;
}

/** Whole at the plan's decimals, which have room for those of a rate; up, so that nothing costs less than it does. */
function ofRate(rate: Exact | undefined): (amount: bigint) => bigint {
  if (rate === undefined || (rate.mantissa === 1n && rate.scale === 0)) return (amount) => amount;
  const divisor = 10n ** BigInt(rate.scale);
  return (amount) => {
    const product = amount * rate.mantissa;
    return product > 0n && product % divisor !== 0n ? product / divisor + 1n : product / divisor;
  };
}

function upDivide(a: bigint, b: bigint): bigint {
  return (a + b - 1n) / b;
}

function magnitude(value: bigint): bigint {
  return value < 0n ? -value : value;
}

function noEquity(equity: string): OrderError {
  return new OrderError(`ctx.rebalance: the equity is ${equity}, and weights are fractions of it`, {
    code: "order.rebalance",
    hint: "Rebalance while the account is worth something: if (ctx.portfolio.equity.gt(0)) ctx.rebalance(…).",
    context: { equity },
  });
}
