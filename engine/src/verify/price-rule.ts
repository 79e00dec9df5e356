import type { Exact } from "../decimal.ts";
import { compare, exact, multiply, negate, subtract, textOf, zero } from "../result/exact.ts";
import type { FillEvent } from "../result/log-event.ts";
import type { SlippageConfig } from "../settings/run-config.ts";

/** Rules whose fills never slip. */
const unslipped = new Set(["limit", "stopLimit", "closeAtEnd"]);
/** A slipped price has at least this many decimals to be rounded to. */
const slippedStep: Exact = { mantissa: 1n, scale: 8 };

/** Says what is wrong with the price of a fill, its slippage against its reference and the run's slippage rule; `undefined`: nothing. */
export function slippageFault(
  fill: FillEvent,
  rule: SlippageConfig,
): { readonly member: string; readonly message: string; readonly expected: string } | undefined {
  const price = exact(fill.price);
  const reference = exact(fill.why.reference);
  const slip = subtract(price, reference);
  if (compare(slip, exact(fill.slippage)) !== 0)
    return { member: "slippage", message: "slippage is price minus reference", expected: textOf(slip) };
  const against = fill.side === "buy" ? slip : negate(slip);
  if (against.mantissa < 0n) return { member: "slippage", message: "slippage goes against the trader", expected: "0" };
  if (rule.model === "none" || unslipped.has(fill.why.rule)) {
    return against.mantissa === 0n
      ? undefined
      : { member: "slippage", message: `a ${fill.why.rule} fill has no slippage here`, expected: "0" };
  }
  if (rule.model === "volumeShare") return undefined;
  const part = multiply(exact(rule.bps), { mantissa: rule.model === "spread" ? 5n : 10n, scale: 5 });
  const wanted = magnitude(multiply(reference, part));
  const beyond = subtract(against, wanted);
  const isRounded = fill.why.rounded === true;
  const holds = isRounded ? beyond.mantissa > 0n && compare(beyond, slippedStep) < 0 : compare(beyond, zero) === 0;
  if (holds) return undefined;
  return { member: "slippage", message: `${rule.model} of ${rule.bps} bps moves the price by another amount`, expected: textOf(wanted) };
}

function magnitude(value: Exact): Exact {
  return value.mantissa < 0n ? negate(value) : value;
}
