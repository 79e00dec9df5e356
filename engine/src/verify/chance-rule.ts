import { type Exact, exactOf } from "../decimal.ts";
import { compare, divide, exact, multiply, textOf, zero } from "../result/exact.ts";
import type { FillEvent } from "../result/log-event.ts";
import type { RunConfig } from "../settings/run-config.ts";
import type { Findings } from "./findings.ts";
import { splitmix64 } from "./splitmix.ts";

const asMarket = new Set(["nextOpen", "nextClose", "thisClose", "atOpen", "atClose", "limitOnOpen", "limitOnClose"]);
const asLimit = new Set(["limit", "stopLimit", "limitIfTouched", "trailingStopLimit"]);
const one: Exact = { mantissa: 1n, scale: 0 };
const places = 12;

/** Checks `why.chance` of a fill: the draw follows from seed, order and step, the probability from the settings, and the order was lucky. */
export function checkChance(path: string, { why, orderId }: FillEvent, step: number, config: RunConfig, findings: Findings): void {
  const rules = config.fills.probability ?? null;
  const { chance, rule } = why;
  if (rules === null || rule === "closeAtEnd") {
    findings.equal(`${path}.why.chance`, undefined, chance, "no probability applies");
    return;
  }
  const given = asMarket.has(rule) ? [rules.market] : asLimit.has(rule) ? [rules.limitTouch, rules.limitThrough] : [rules.stop];
  if (chance === undefined) {
    if (!given.includes("1")) findings.add(`${path}.why.chance`, "a fill that was not certain says its chance", { expected: given });
    return;
  }
  findings.equal(`${path}.why.chance.drawn`, drawnText(config.seed, orderId, step), chance.drawn, "follows from seed, order and step");
  const probability = exactOf(chance.probability) ?? zero;
  const isGiven = given.includes(chance.probability) && compare(probability, one) < 0;
  // A large order's probability falls with the bar's volume, which is not always in the document.
  const isLess = rules.size !== null && given.some((most) => compare(probability, exact(most)) <= 0);
  if (!isGiven && !isLess) {
    findings.add(`${path}.why.chance.probability`, "the probability is that of manifest.config.fills.probability", {
      expected: given,
      found: chance.probability,
    });
  }
  if (compare(exact(chance.drawn), probability) > 0) {
    findings.add(`${path}.why.chance`, "an order acts only when the number drawn is below its probability", { found: chance });
  }
}

/** 53 bits of splitmix64 over seed, order and step, as a fraction of one at 12 decimals, half-even. */
function drawnText(seed: number, order: number, step: number): string {
  const mixed = splitmix64(splitmix64(splitmix64(BigInt(seed)) ^ BigInt(order)) ^ BigInt(step));
  return textOf(divide({ mantissa: mixed >> 11n, scale: 0 }, { mantissa: 1n << 53n, scale: 0 }, places));
}

export interface PartialFill {
  readonly path: string;
  readonly event: FillEvent;
  /** Time of the order's fill before this one. */
  readonly lastFill: string | undefined;
  /** Open quantity before the fill, and the lot, in ledger steps. */
  readonly open: bigint;
  readonly quantity: bigint;
  readonly lot: bigint;
}

/** Under `fills.partial` an order fills once a bar, and never more than its part. */
export function checkPartial({ path, event, lastFill, open, quantity, lot }: PartialFill, config: RunConfig, findings: Findings): void {
  const part = config.fills.partial ?? null;
  if (part === null || event.why.rule === "closeAtEnd") return;
  if (lastFill === event.t) findings.add(`${path}.t`, "under fills.partial an order fills once a bar", { found: event.t });
  const share = multiply(exact(part), { mantissa: open, scale: 0 });
  const whole = share.mantissa / 10n ** BigInt(share.scale);
  const most = whole < lot ? lot : whole - (whole % lot);
  if (quantity > most) {
    findings.add(`${path}.quantity`, "a fill takes at most fills.partial of the open quantity, and at least a lot", {
      expected: String(most),
      found: event.quantity,
    });
  }
}
