import { expect, test } from "vitest";
import { outcomeOf, runEngine } from "./engine-outcome.ts";
import { runOracle } from "./oracle.ts";
import { randomScenario } from "./random-scenario.ts";

/** `ORACLE_SEED` and `ORACLE_COUNT` run other scenarios than the usual ones. */
const first = Number(process.env.ORACLE_SEED ?? 1);
const count = Number(process.env.ORACLE_COUNT ?? 400);

test("[E4] engine and oracle agree to the last digit on random scenarios", { timeout: 600_000 }, async () => {
  let fills = 0;
  for (let seed = first; seed < first + count; seed++) {
    const scenario = randomScenario(seed);
    const result = await runEngine(scenario);
    expect(outcomeOf(result), `seed ${seed}`).toEqual(runOracle(scenario, result.ledger.scale));
    fills += result.fills.length;
  }
  // The scenarios are worth something only if they trade.
  expect(fills).toBeGreaterThan(count * 3);
});
