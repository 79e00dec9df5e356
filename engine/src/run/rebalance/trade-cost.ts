import { exactOf } from "../../decimal.ts";
import { OrderError } from "../../errors.ts";
import type { CommissionConfig, PlainCommission, SlippageConfig } from "../../settings/run-config.ts";
import { feeAfter, inAccountMoney } from "../../verify/fee-rule.ts";
import { Scale } from "../../verify/scaled.ts";
import type { SymbolRules } from "../symbol-rules.ts";

/** A slipped price has at least this many decimals (SPEC F5). */
const slippedDecimals = 8;
/** Of the rates of every fee model. */
const rateDecimals = 10;

export interface CostRules {
  readonly commission: CommissionConfig;
  readonly slippage: SlippageConfig;
  /** What the fee of an order said now would go by. */
  readonly feeStanding: () => FeeStanding;
}

/** Which model of a schedule is in force, what was traded in the window of its tiers, and the rate of its currency. */
export interface FeeStanding {
  readonly plan: number;
  readonly value: string;
  readonly quantity: string;
  readonly rate: string | null;
}

/** The commission as it stands at the deciding close. */
export interface FeeNow {
  readonly rule: PlainCommission;
  readonly standing: FeeStanding;
}

export function feeNow({ commission, feeStanding }: CostRules): FeeNow {
  const standing = feeStanding();
  const rule = commission.model === "schedule" ? commission.entries[standing.plan]?.commission : commission;
  return { rule: rule ?? { model: "none" }, standing };
}

/** Decimals at which everything a trade of these symbols can cost is a whole number. */
export function costDecimals(symbols: readonly SymbolRules[], ledgerScale: number): number {
  const each = symbols.map((rules) => priceDecimals(rules) + rules.multiplierScale + rules.lotScale + rateDecimals);
  return Math.max(ledgerScale, ...each);
}

/** Money for one lot at a close, at `decimals`. */
export function lotValue(rules: SymbolRules, close: bigint, decimals: number): bigint {
  return close * rules.multiplier * rules.lot * 10n ** BigInt(decimals - rules.dataScale - rules.multiplierScale - rules.lotScale);
}

/**
 * What buying (or, negative, selling) a quantity at the close takes from the cash, at `decimals`: the price slipped by basis points or half
 * the spread and rounded against the trader, plus the fee as one fill, by tier and rate of the deciding close. Other slippage models depend
 * on the bar to come and count as none.
 */
export function tradeCost(
  rules: SymbolRules,
  close: bigint,
  costs: { readonly slippage: SlippageConfig; readonly fee: FeeNow },
  decimals: number,
): (quantity: bigint) => bigint {
  const scale = new Scale(decimals);
  const { rule, standing } = costs.fee;
  const before = { value: scale.read(standing.value) ?? 0n, quantity: scale.read(standing.quantity) ?? 0n };
  const rate = standing.rate ?? undefined;
  const price = priceDecimals(rules);
  const ofPrice = 10n ** BigInt(decimals - price - rules.multiplierScale - rules.lotScale);
  const ofQuantity = 10n ** BigInt(decimals - rules.lotScale);
  const at = close * 10n ** BigInt(price - rules.dataScale);
  const [buying, selling] = [slipped(at, costs.slippage, 1n), slipped(at, costs.slippage, -1n)];
  return (quantity) => {
    if (quantity === 0n) return 0n;
    const value = quantity * (quantity > 0n ? buying : selling) * rules.multiplier * ofPrice;
    // Everything that a rebalance trades is taken.
    const fill = { quantity: magnitude(quantity) * ofQuantity, value: magnitude(value), isMaker: false, before, rate };
    const fee = feeAfter(rule, undefined, fill, scale);
    if (fee === undefined) throw unknownFee(rule.model);
    return value + inAccountMoney(fee.owed.charged, rate);
  };
}

function priceDecimals({ dataScale }: SymbolRules): number {
  return Math.max(slippedDecimals, dataScale);
}

function slipped(price: bigint, slippage: SlippageConfig, side: 1n | -1n): bigint {
  if (slippage.model !== "bps" && slippage.model !== "spread") return price;
  const bps = exactOf(slippage.bps) ?? { mantissa: 0n, scale: 0 };
  const whole = 10n ** BigInt(bps.scale) * (slippage.model === "spread" ? 20_000n : 10_000n);
  const num = price * (whole + side * bps.mantissa);
  const down = num / whole;
  return side > 0n && num % whole !== 0n ? down + 1n : down;
}

function magnitude(value: bigint): bigint {
  return value < 0n ? -value : value;
}

function unknownFee(model: string): OrderError {
  return new OrderError(`ctx.rebalance: the fees of commission ${JSON.stringify(model)} cannot be told before the trade`, {
    code: "order.rebalance",
    hint: "Use ctx.orderTargetPercent for each symbol, or a commission that depends on the order alone.",
    context: { commission: model },
  });
}
