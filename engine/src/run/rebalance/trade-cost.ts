import { exactOf } from "../../decimal.ts";
import { OrderError } from "../../errors.ts";
import type { CommissionConfig, SlippageConfig } from "../../settings/run-config.ts";
import { owedFee } from "../../verify/fee-rule.ts";
import { Scale } from "../../verify/scaled.ts";
import type { SymbolRules } from "../symbol-rules.ts";

/** A slipped price has at least this many decimals (SPEC F5). */
const slippedDecimals = 8;
/** Of the rates of every fee model. */
const rateDecimals = 10;

export interface CostRules {
  readonly commission: CommissionConfig;
  readonly slippage: SlippageConfig;
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
 * the spread and rounded against the trader, plus the fee as one fill. Other slippage models depend on the bar to come and count as none.
 */
export function tradeCost(rules: SymbolRules, close: bigint, costs: CostRules, decimals: number): (quantity: bigint) => bigint {
  const scale = new Scale(decimals);
  const price = priceDecimals(rules);
  const ofPrice = 10n ** BigInt(decimals - price - rules.multiplierScale - rules.lotScale);
  const ofQuantity = 10n ** BigInt(decimals - rules.lotScale);
  const at = close * 10n ** BigInt(price - rules.dataScale);
  const [buying, selling] = [slipped(at, costs.slippage, 1n), slipped(at, costs.slippage, -1n)];
  return (quantity) => {
    if (quantity === 0n) return 0n;
    const value = quantity * (quantity > 0n ? buying : selling) * rules.multiplier * ofPrice;
    // Everything that a rebalance trades is taken.
    const filled = { quantity: magnitude(quantity) * ofQuantity, value: magnitude(value), made: 0n };
    const fee = owedFee(costs.commission, filled, scale);
    if (fee === undefined) throw unknownFee(costs.commission.model);
    return value + fee.charged;
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
