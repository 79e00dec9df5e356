import { exactOf } from "../decimal.ts";
import { roundedQuotient } from "../result/exact.ts";
import type { TierConfig, TieredCommission } from "../settings/run-config.ts";
import type { Scale } from "./scaled.ts";
import type { Volume } from "./traded-volume.ts";

/** Of a rate, as settings allow them. */
const rateDecimals = 10;
/** Of the part of a quantity that a part of its value is. */
const partDecimals = 12;

export interface TieredFill {
  /** In ledger steps and without sign. */
  readonly quantity: bigint;
  readonly value: bigint;
  readonly isMaker: boolean;
  /** Traded in the rule's window before this fill. */
  readonly before: Volume;
}

/** The tier a volume is in. */
export function tierAt(rule: TieredCommission, before: Volume, scale: Scale): TierConfig | undefined {
  const volume = rule.by === "value" ? before.value : before.quantity;
  return rule.tiers.findLast(({ from }) => (scale.read(from) ?? volume + 1n) <= volume);
}

/** What a fill pays by tiers, before what is per order; `undefined` when it does not fit the ledger. */
export function tieredFee(rule: TieredCommission, { quantity, value, isMaker, before }: TieredFill, scale: Scale): bigint | undefined {
  const base = rule.charge === "percent" ? value : quantity;
  const [size, start] = rule.by === "value" ? [value, before.value] : [quantity, before.quantity];
  const rateOf = (tier: TierConfig) => rateMantissa("rate" in tier ? tier.rate : isMaker ? tier.maker : tier.taker);
  const unit = 10n ** BigInt(rateDecimals);
  if (!rule.marginal || size === 0n) {
    const tier = tierAt(rule, before, scale);
    return tier && whole(base * rateOf(tier), unit);
  }
  let weighted = 0n;
  for (const [index, tier] of rule.tiers.entries()) {
    const next = rule.tiers[index + 1];
    const from = scale.read(tier.from);
    const to = next === undefined ? start + size : scale.read(next.from);
    if (from === undefined || to === undefined) return undefined;
    const low = from > start ? from : start;
    const high = to < start + size ? to : start + size;
    if (high > low) weighted += (high - low) * rateOf(tier);
  }
  if (rule.by !== "value" || rule.charge !== "perShare") return whole(weighted * base, size * unit);
  if (scale.decimals < partDecimals) return undefined;
  const step = 10n ** BigInt(scale.decimals - partDecimals);
  return roundedQuotient(weighted * base, size * unit * step) * step;
}

function rateMantissa(rate: string): bigint {
  const { mantissa, scale } = exactOf(rate) ?? { mantissa: 0n, scale: 0 };
  return mantissa * 10n ** BigInt(rateDecimals - scale);
}

function whole(numerator: bigint, denominator: bigint): bigint | undefined {
  return numerator % denominator === 0n ? numerator / denominator : undefined;
}
