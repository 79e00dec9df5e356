import { compareDecimals } from "./decimal-text.ts";
import { currencyCode } from "./instrument-settings.ts";
import {
  type ChargeTerms,
  type CommissionConfig,
  type PlainCommission,
  roundingModes,
  type SlippageConfig,
  tierCharges,
  volumeMeasures,
} from "./run-config.ts";
import { scheduleEntries } from "./schedule-settings.ts";
import { boolean, choice, decimal, integer, optional, type SourceOf } from "./setting.ts";
import { type Fields, type ModelSet, modelSetting } from "./setting-groups.ts";
import { settingsError } from "./settings-error.ts";
import { tiers, volumeWindow } from "./tier-settings.ts";

const moneyRange = { min: "0", max: "1000000000", decimals: 10 } as const;
const money = (meaning: string, example = "1") => decimal(moneyRange, { default: example, meaning });

const sideRate = (meaning: string, example: string) =>
  decimal({ above: "-1", below: "1", decimals: 10, ratio: true }, { default: example, meaning });

const terms: Fields<ChargeTerms> = {
  unit: optional(
    decimal(
      { above: "0", max: "1000000", decimals: 10 },
      { default: "0.01", meaning: "Fees are rounded to multiples of it; they stay exact without it." },
    ),
  ),
  rounding: choice(roundingModes, { default: "half-even", meaning: "How a fee is rounded to its unit." }),
  currency: currencyCode("Currency of the fee, which needs one of `rates`; the account's without it."),
};

const least = optional(money("Least fee of an order over all its fills."));
const most = optional(money("Highest fee of an order over all its fills."));

const plainModels: ModelSet<PlainCommission>["models"] = {
  none: { fields: {} },
  percent: {
    required: ["rate"],
    bare: "rate",
    fields: {
      rate: decimal({ min: "0", below: "1", decimals: 10, ratio: true }, { default: "0.0005", meaning: "Fraction of the traded value." }),
      ...terms,
    },
  },
  perShare: {
    required: ["rate"],
    bare: "rate",
    fields: { rate: money("Money a share.", "0.005"), minimum: least, maximum: most, ...terms },
  },
  perTrade: { required: ["cost"], bare: "cost", fields: { cost: money("Money an order, charged once."), ...terms } },
  perContract: {
    required: ["cost"],
    bare: "cost",
    fields: {
      cost: money("Money a contract.", "0.85"),
      exchangeFee: decimal(moneyRange, { default: "0", meaning: "Money an order, charged once." }),
      ...terms,
    },
  },
  makerTaker: {
    required: ["maker", "taker"],
    fields: {
      maker: sideRate("Fraction of the traded value for what was waiting at its limit; below zero is a rebate.", "0.0002"),
      taker: sideRate("Fraction of the traded value for everything else.", "0.0005"),
      ...terms,
    },
  },
  tiered: {
    required: ["by", "charge", "window", "tiers"],
    example: "tiered:by=value,charge=percent,window=30d,tiers=0:0.001+50000:0.0008",
    fields: {
      by: choice(volumeMeasures, { default: "value", meaning: "What decides the tier: value or quantity traded before, of all symbols." }),
      charge: choice(tierCharges, { default: "percent", meaning: "Whether rates are fractions of the traded value or money a share." }),
      window: volumeWindow,
      tiers,
      marginal: boolean({
        default: false,
        meaning: "Whether each part of a fill pays the tier it lies in, or all of it that of its start.",
      }),
      minimum: least,
      maximum: most,
      ...terms,
    },
    check: checkTiered,
  },
};

/** Fractions of the traded value stay below it. */
function checkTiered(read: Extract<PlainCommission, { model: "tiered" }>, key: string, sourceOf: SourceOf): void {
  if (read.charge !== "percent") return;
  for (const [index, tier] of read.tiers.entries()) {
    for (const [name, rate] of Object.entries(tier)) {
      if (name === "from" || (compareDecimals(rate, "1") < 0 && compareDecimals(rate, "-1") > 0)) continue;
      throw settingsError({
        code: "range",
        place: { key: `${key}.tiers[${index}].${name}`, source: sourceOf(key) },
        value: rate,
        allowed: "a fraction above -1 and below 1",
        problem: "expected a fraction above -1 and below 1",
        hint: 'Ratios are fractions: 0.001 is 10 basis points. With charge "perShare" rates are money a share.',
      });
    }
  }
}

const aliases = { min: "minimum", max: "maximum" };

const plainCommission = modelSetting<PlainCommission>(
  { default: { model: "none" }, aliases, later: [], models: plainModels },
  { meaning: "What the broker charges from that day on." },
);

export const commission = modelSetting<CommissionConfig>(
  {
    default: { model: "none" },
    aliases,
    later: [],
    models: {
      ...plainModels,
      schedule: {
        required: ["entries"],
        example:
          '{"model": "schedule", "entries": [{"commission": "perTrade:9.95"}, {"from": "2010-01-01", "commission": "perShare:0.005"}]}',
        fields: { entries: scheduleEntries(plainCommission) },
      },
    },
  },
  { meaning: "What the broker charges.", flag: "--commission" },
);

const coefficient = decimal({ min: "0", max: "1000", decimals: 9 }, { default: "0.5", meaning: "Factor of the volatility." });
const window = integer({ min: 1, max: 10_000 }, { default: 20, meaning: "Closed bars whose returns make the volatility." });

const basisPoints = (meaning: string) => decimal({ min: "0", below: "10000", decimals: 8 }, { default: "2", meaning });

export const slippage = modelSetting<SlippageConfig>(
  {
    default: { model: "none" },
    later: [],
    models: {
      none: { fields: {} },
      bps: { required: ["bps"], bare: "bps", fields: { bps: basisPoints("Basis points of the price, against the trader.") } },
      spread: { required: ["bps"], bare: "bps", fields: { bps: basisPoints("The whole spread in basis points; a side pays half.") } },
      volumeShare: {
        bare: "limit",
        fields: {
          limit: decimal(
            { above: "0", max: "1", decimals: 9, ratio: true },
            { default: "0.025", meaning: "Most of a bar's volume that may be traded, as a fraction." },
          ),
          impact: decimal(
            { min: "0", max: "1000", decimals: 9 },
            { default: "0.1", meaning: "Price moves by impact × (share of the bar's volume)², as a fraction of the price." },
          ),
        },
      },
      volatility: { required: ["coefficient"], bare: "coefficient", fields: { coefficient, window } },
      squareRoot: {
        required: ["coefficient"],
        bare: "coefficient",
        fields: {
          coefficient,
          window,
          volatility: optional(
            decimal(
              { min: "0", max: "100", decimals: 12, ratio: true },
              { default: "0.02", meaning: "Fixes the volatility, as a fraction of the price; that of the last bars without it." },
            ),
          ),
        },
      },
      custom: { fields: {} },
    },
  },
  { meaning: "How far fills of market, stop and trailing orders lie from the reference price.", flag: "--slippage" },
);
