import { verifyResult } from "rustybt";
import { expect, test } from "vitest";
import { outcomeOf, runEngine } from "./engine-outcome.ts";
import { runOracle } from "./oracle.ts";
import { randomScenario } from "./random-scenario.ts";

/** `ORACLE_SEED` and `ORACLE_COUNT` run other scenarios than the usual ones. */
const first = Number(process.env.ORACLE_SEED ?? 1);
const count = Number(process.env.ORACLE_COUNT ?? 600);
const blockSize = 50;
const blocks = Array.from({ length: Math.ceil(count / blockSize) }, (_, block) => {
  const from = first + block * blockSize;
  return { from, to: Math.min(from + blockSize, first + count) - 1 };
});

test.each(blocks)(
  "[E4] engine and oracle agree to the last digit on random scenarios $from to $to",
  { timeout: 600_000 },
  async ({ from, to }) => {
    let fills = 0;
    for (let seed = from; seed <= to; seed++) {
      const scenario = randomScenario(seed);
      const result = await runEngine(scenario);
      expect(outcomeOf(result), `scenario ${seed}`).toEqual(runOracle(scenario, result.ledger.scale));
      expect(verifyResult(result).findings, `scenario ${seed}`).toEqual([]);
      fills += result.fills.length;
    }
    // Scenarios are worth something only if they trade.
    expect(fills).toBeGreaterThan((to - from + 1) * 3);
  },
);
