import { type CommissionConfig, roundingModes, type SlippageConfig } from "./run-config.ts";
import { choice, decimal, integer, optional } from "./setting.ts";
import { modelSetting } from "./setting-groups.ts";

const moneyRange = { min: "0", max: "1000000000", decimals: 10 } as const;
const money = (meaning: string, example = "1") => decimal(moneyRange, { default: example, meaning });

const sideRate = (meaning: string, example: string) =>
  decimal({ above: "-1", below: "1", decimals: 10, ratio: true }, { default: example, meaning });

const feeRounding = {
  unit: optional(
    decimal(
      { above: "0", max: "1000000", decimals: 10 },
      { default: "0.01", meaning: "Fees are rounded to multiples of it; they stay exact without it." },
    ),
  ),
  rounding: choice(roundingModes, { default: "half-even", meaning: "How a fee is rounded to its unit." }),
};

export const commission = modelSetting<CommissionConfig>(
  {
    default: { model: "none" },
    aliases: { min: "minimum", max: "maximum" },
    later: ["tiered", "schedule"],
    models: {
      none: { fields: {} },
      percent: {
        required: ["rate"],
        bare: "rate",
        fields: {
          rate: decimal(
            { min: "0", below: "1", decimals: 10, ratio: true },
            { default: "0.0005", meaning: "Fraction of the traded value." },
          ),
          ...feeRounding,
        },
      },
      perShare: {
        required: ["rate"],
        bare: "rate",
        fields: {
          rate: money("Money a share.", "0.005"),
          minimum: optional(money("Least fee of an order over all its fills.")),
          maximum: optional(money("Highest fee of an order over all its fills.")),
          ...feeRounding,
        },
      },
      perTrade: { required: ["cost"], bare: "cost", fields: { cost: money("Money an order, charged once."), ...feeRounding } },
      perContract: {
        required: ["cost"],
        bare: "cost",
        fields: {
          cost: money("Money a contract.", "0.85"),
          exchangeFee: decimal(moneyRange, { default: "0", meaning: "Money an order, charged once." }),
          ...feeRounding,
        },
      },
      makerTaker: {
        required: ["maker", "taker"],
        fields: {
          maker: sideRate("Fraction of the traded value for what was waiting at its limit; below zero is a rebate.", "0.0002"),
          taker: sideRate("Fraction of the traded value for everything else.", "0.0005"),
          ...feeRounding,
        },
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
