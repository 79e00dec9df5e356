import { expect, test } from "vitest";
import { parseRunSettings } from "../settings/index.ts";
import { instrumentWarnings } from "./instrument-warnings.ts";

test("rules for a symbol that the run does not have are pointed out, with the symbol that was meant", () => {
  const config = parseRunSettings({ instruments: { "*": { lot: 10 }, AAPL: { tick: "0.05" }, APPL: { tick: "0.05" } } });
  expect(instrumentWarnings(config, ["AAPL", "MSFT"])).toEqual([
    {
      code: "settings.unusedInstrument",
      message: "The setting instruments has rules for APPL, which is not in this run, did you mean AAPL?",
      symbol: "APPL",
    },
  ]);
});
