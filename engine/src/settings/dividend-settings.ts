import type { DividendsConfig } from "./run-config.ts";
import { boolean, decimal, optional, type Setting } from "./setting.ts";
import { group } from "./setting-groups.ts";

/** What becomes of cash dividends. */
export const dividends: Setting<DividendsConfig | null> = optional(
  group<DividendsConfig>(
    {
      withholding: decimal(
        { min: "0", max: "1", decimals: 9, ratio: true },
        { default: "0", meaning: "Fraction that is kept back of the dividends of long positions." },
      ),
      reinvest: boolean({ default: false, meaning: "Buys whole lots with what was paid, at the open of the pay day, without costs." }),
    },
    { meaning: "What becomes of cash dividends." },
  ),
);
