import type { Random } from "./random.ts";
import type { Delay, OracleScenario, ScenarioDelay, ScenarioLatency } from "./scenario.ts";

/** How long messages take: from nothing to some days, so that on daily bars they meet each other and the night (SPEC F12). */
export function randomLatency(random: Random, market: OracleScenario["market"]): ScenarioLatency {
  const duration = () => random.pick(["250us", "20ms", "1.5s", "90m", "17h", "17.5h", "18h", "30h", "66h", "5h"]);
  const part = (): Delay =>
    random.pick<() => Delay>([
      duration,
      duration,
      () => ({ model: "uniform", min: random.pick(["0ms", "1h"]), max: random.pick(["1h", "24h", "80h"]) }),
      () => ({ model: "normal", mean: random.pick(["1h", "20h"]), sd: random.pick(["0ms", "6h", "20h"]) }),
      () => ({
        model: "file",
        ms: Array.from({ length: random.integer(1, 4) }, () => random.pick(["0", "20", "0.25", "63000000", "180000000"])),
      }),
    ])();
  const delay = (): ScenarioDelay =>
    random.chance(0.7)
      ? part()
      : { ...(random.chance(0.6) && { network: part() }), broker: part(), ...(random.chance(0.4) && { exchange: part() }) };
  const kinds = {
    submit: market !== "thisClose" && random.chance(0.7) && delay(),
    cancel: random.chance(0.6) && delay(),
    modify: random.chance(0.6) && delay(),
    ack: random.chance(0.5) && delay(),
    seed: random.chance(0.5) && random.integer(0, 1_000_000),
  };
  const given = Object.fromEntries(Object.entries(kinds).filter(([, value]) => value !== false));
  return Object.keys(given).some((key) => key !== "seed") ? given : { cancel: delay() };
}
