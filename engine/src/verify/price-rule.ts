import type { Exact } from "../decimal.ts";
import { compare, divide, exact, multiply, negate, subtract, textOf, zero } from "../result/exact.ts";
import type { FillEvent } from "../result/log-event.ts";
import type { SlippageConfig } from "../settings/run-config.ts";

/** Rules whose fills never slip. */
const unslipped = new Set([
  "limit",
  "stopLimit",
  "closeAtEnd",
  "reinvest",
  "limitIfTouched",
  "limitOnOpen",
  "limitOnClose",
  "trailingStopLimit",
]);
/** A slipped price has at least this many decimals to be rounded to. */
const slippedStep: Exact = { mantissa: 1n, scale: 8 };
/** Decimals of a share of the volume, which may be rounded up at the twelfth. */
const shareDecimals = 24;
/** More decimals than a slipped price may carry, fewer than the quotient has. */
const quotientStep: Exact = { mantissa: 1n, scale: 15 };
const shareStep: Exact = { mantissa: 1n, scale: 12 };

export interface SlippageFault {
  readonly message: string;
  readonly expected: string;
}

/**
 * Says what is wrong with the slippage of a fill against its reference and the run's slippage rule; `undefined`: nothing. `taken` is what
 * the symbol's fills took of the bar's volume, this one included.
 */
export function slippageFault(fill: FillEvent, rule: SlippageConfig, taken: Exact): SlippageFault | undefined {
  const slip = subtract(exact(fill.price), exact(fill.why.reference));
  if (compare(slip, exact(fill.slippage)) !== 0) return { message: "slippage is price minus reference", expected: textOf(slip) };
  const against = fill.side === "buy" ? slip : negate(slip);
  if (against.mantissa < 0n) return { message: "slippage goes against the trader", expected: "0" };
  if (rule.model === "none" || unslipped.has(fill.why.rule)) {
    return against.mantissa === 0n ? undefined : { message: `a ${fill.why.rule} fill has no slippage here`, expected: "0" };
  }
  // These follow from bars, or from a function, which a document does not hold.
  if (rule.model === "volatility" || rule.model === "squareRoot" || rule.model === "custom") return undefined;
  const { wanted, slack } = wantedSlippage(fill, rule, taken);
  const beyond = subtract(against, wanted);
  const isRounded = fill.why.rounded === true;
  // The share of the volume is a quotient: a price that came out even is met to far more decimals than it has.
  const even = rule.model === "volumeShare" ? quotientStep : zero;
  const room = isRounded ? slack : even;
  const holds = compare(beyond, zero) === 0 || (compare(beyond, room) < 0 && compare(beyond, negate(room)) > 0);
  if (holds && (rule.model === "volumeShare" || !isRounded || beyond.mantissa > 0n)) return undefined;
  return { message: `manifest.config.slippage (${rule.model}) moves the price by another amount`, expected: textOf(wanted) };
}

/** The exact amount by which the rule moves the price, and how far a rounded one may lie beyond it. */
function wantedSlippage(
  fill: FillEvent,
  rule: Extract<SlippageConfig, { readonly model: "bps" | "spread" | "volumeShare" }>,
  taken: Exact,
): { readonly wanted: Exact; readonly slack: Exact } {
  const reference = magnitude(exact(fill.why.reference));
  if (rule.model !== "volumeShare") {
    const part = multiply(exact(rule.bps), { mantissa: rule.model === "spread" ? 5n : 10n, scale: 5 });
    return { wanted: multiply(reference, part), slack: slippedStep };
  }
  const volume = exact(fill.why.liquidity?.barVolume ?? "0");
  const limit = exact(rule.limit);
  const whole = volume.mantissa === 0n ? limit : divide(taken, volume, shareDecimals);
  const share = compare(whole, limit) < 0 ? whole : limit;
  const moved = multiply(reference, exact(rule.impact));
  const slack = { mantissa: slippedStep.mantissa, scale: slippedStep.scale };
  const ofShare = multiply(multiply(moved, shareStep), { mantissa: 4n, scale: 0 });
  return { wanted: multiply(moved, multiply(share, share)), slack: subtract(slack, negate(ofShare)) };
}

function magnitude(value: Exact): Exact {
  return value.mantissa < 0n ? negate(value) : value;
}
