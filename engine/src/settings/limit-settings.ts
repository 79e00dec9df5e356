import type { LimitsConfig } from "./run-config.ts";
import { decimal, integer, optional } from "./setting.ts";
import { group } from "./setting-groups.ts";

const amount = (example: string, meaning: string) =>
  optional(decimal({ above: "0", max: "1000000000000000", decimals: 9 }, { default: example, meaning }));

/** What no order may go beyond (SPEC O25). */
export const limits = group<LimitsConfig>(
  {
    orderQuantity: amount("1000", "Most units of one order."),
    orderValue: amount("50000", "Most money of one order, at the price it is expected to fill at."),
    position: amount("5000", "Most units of one symbol, long or short, with open orders on that side."),
    positionValue: amount("100000", "Most money in one symbol, likewise."),
    exposure: optional(
      decimal({ above: "0", max: "1000", decimals: 9 }, { default: "2", meaning: "Most gross exposure, as a multiple of equity." }),
    ),
    openOrders: optional(integer({ min: 1, max: 1_000_000 }, { default: 20, meaning: "Most orders open at once." })),
    dailyLoss: optional(
      decimal(
        { above: "0", max: "1", decimals: 9, ratio: true },
        {
          default: "0.02",
          meaning: "Fraction of the equity at the previous day's close: once lost, the day takes only orders that reduce a position.",
        },
      ),
    ),
  },
  { meaning: "Checks before an order: one that would go beyond is rejected; each is off without a value." },
);
