import { compareDecimals } from "./decimal-text.ts";
import type { TierConfig } from "./run-config.ts";
import { decimal, type Setting, type SourceOf, text } from "./setting.ts";
import { type Fields, isPlainObject, readFields } from "./setting-groups.ts";
import { settingsError } from "./settings-error.ts";

const bound = decimal({ min: "0", max: "1000000000000000", decimals: 9 }, { default: "0", meaning: "Volume from which the tier counts." });
const rateRange = { min: "-1000000000", max: "1000000000", decimals: 10 } as const;
const rate = (meaning: string) => decimal(rateRange, { default: "0.001", meaning });

const single: Fields<{ from: string; rate: string }> = { from: bound, rate: rate("Fraction of the traded value, or money a unit.") };
const bySide: Fields<{ from: string; maker: string; taker: string }> = {
  from: bound,
  maker: rate("The same for what was waiting at its limit; below zero is a rebate."),
  taker: rate("The same for everything else."),
};

/** `[{from, rate}]` or `[{from, maker, taker}]`, ascending from 0; on the command line `0:0.001+50000:0.0008` or `0:0.0005/0.001+…`. */
export const tiers: Setting<readonly TierConfig[]> = {
  kind: "list",
  allowed: "a list of tiers { from, rate } or { from, maker, taker } that ascends from 0",
  default: [{ from: "0", rate: "0.001" }],
  meaning: "What is charged by how much was traded before.",
  read(value, key, sourceOf) {
    const given = typeof value === "string" ? tiersOfText(value) : value;
    if (!Array.isArray(given) || given.length === 0 || !given.every(isPlainObject)) {
      const hint = 'Write [{"from": "0", "rate": "0.001"}, {"from": "50000", "rate": "0.0008"}], or 0:0.001+50000:0.0008 in a flag.';
      throw settingsError({
        code: "type",
        place: { key, source: sourceOf(key) },
        value,
        allowed: this.allowed,
        problem: `expected ${this.allowed}`,
        hint,
      });
    }
    const read = given.map((tier, index) => readTier(tier, `${key}[${index}]`, sourceOf));
    for (const [index, tier] of read.entries()) {
      const before = read[index - 1];
      const isRight = before === undefined ? tier.from === "0" : compareDecimals(tier.from, before.from) > 0;
      if (isRight) continue;
      const place = { key: `${key}[${index}].from`, source: sourceOf(key) };
      const problem =
        before === undefined ? "the first tier begins at 0" : `expected more than ${before.from}, where the tier before it begins`;
      throw settingsError({ code: "range", place, value: tier.from, problem, hint: "Tiers ascend, and the first one begins at 0." });
    }
    return read;
  },
};

function readTier(tier: Readonly<Record<string, unknown>>, key: string, sourceOf: SourceOf): TierConfig {
  const needed =
    tier.rate === undefined && (tier.maker !== undefined || tier.taker !== undefined) ? ["from", "maker", "taker"] : ["from", "rate"];
  for (const name of needed) {
    if (tier[name] !== undefined) continue;
    throw settingsError({
      code: "missingKey",
      place: { key: `${key}.${name}`, source: sourceOf(key) },
      problem: `missing, a tier has ${needed.join(", ")}`,
      hint: 'A tier is {"from": "0", "rate": "0.001"} or {"from": "0", "maker": "0.0005", "taker": "0.001"}.',
    });
  }
  return needed.includes("rate") ? readFields(single, tier, key, sourceOf) : readFields(bySide, tier, key, sourceOf);
}

/** Words that are no tiers come out as they are, to be refused where they stand. */
function tiersOfText(value: string): unknown[] {
  return value.split("+").map((part) => {
    const [from, rates, ...rest] = part.split(":").map((word) => word.trim());
    const [maker, taker, ...more] = (rates ?? "").split("/");
    if (from === undefined || maker === "" || rest.length > 0 || more.length > 0) return part;
    return taker === undefined ? { from, rate: maker } : { from, maker, taker };
  });
}

/** `"month"` or days such as `"30d"`. */
export const volumeWindow: Setting<string> = text('"month" or days such as "30d"', canonicalWindow, {
  default: "month",
  meaning: "Over which what was traded counts: the calendar month so far, or the last exchange days, today included.",
  hint: 'Write "month", or a number of days from 1 to 3660 with d: "30d".',
});

function canonicalWindow(value: string): string | undefined {
  if (value === "month") return value;
  const days = /^(\d{1,4})d$/.exec(value)?.[1];
  return days !== undefined && Number(days) >= 1 && Number(days) <= 3660 ? `${Number(days)}d` : undefined;
}
