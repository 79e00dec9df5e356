import { basisPoints, type Random, seeded } from "./random.ts";
import { randomCommands } from "./random-commands.ts";
import { randomCommission, randomHolding, randomSlippage } from "./random-costs.ts";
import { randomSymbol } from "./random-symbol.ts";
import type { OracleScenario } from "./scenario.ts";

/** Any run that a scenario can express, within what SPEC.md decides. */
export function randomScenario(seed: number): OracleScenario {
  const random = seeded(seed);
  const days = random.integer(8, 30);
  const account = random.pick(["cash", "cash", "margin"]);
  const limited = random.chance(0.35);
  const market = random.pick(["nextOpen", "nextOpen", "nextClose", "thisClose"]);
  const settled = account === "margin" && random.chance(0.2);
  const symbols = Array.from({ length: random.pick([1, 1, 2, 3]) }, (_, index) => randomSymbol(random, index, days, { settled }));
  const limit = random.pick(["touch", "touch", "touch", "through"]);
  const slippage = randomSlippage(random, limited);
  const lots = random.pick(["fifo", "fifo", "lifo", "hifo", "average"]);
  return {
    cash: random.chance(account === "margin" ? 0.5 : 0.05)
      ? "100000000"
      : String(random.integer(2_000, slippage.model === "volumeShare" ? 9_000_000 : 60_000)),
    account,
    lots,
    settled,
    commission: randomCommission(random),
    slippage,
    market,
    path: random.pick(["adaptive", "adaptive", "ohlc", "olhc", "worst", "best"]),
    limit,
    ...(random.chance(0.3) && { selfTrade: random.pick(["cancelNewest", "cancelOldest", "cancelBoth", "decrement"]) }),
    ...(limited && { volumeLimit: basisPoints(random.integer(100, 3000)) }),
    ...(random.chance(0.15) && { probability: randomProbability(random), seed: random.integer(0, 1_000_000) }),
    ...(random.chance(0.15) && { partial: random.pick(["0.1", "0.35", "0.5", "0.999", "1"]) }),
    ...(random.chance(0.2) && randomHolding(random)),
    closeAtEnd: random.chance(0.3),
    symbols,
    commands: randomCommands(random, days, { symbols, account, market, limit, lots }),
  };
}

function randomProbability(random: Random): NonNullable<OracleScenario["probability"]> {
  const chance = () => random.chance(0.6) && basisPoints(random.integer(1000, 10_000));
  const chances = { market: chance(), limitTouch: chance(), limitThrough: chance(), stop: chance() };
  const given = Object.fromEntries(Object.entries(chances).filter(([, value]) => value !== false));
  return { ...given, ...(random.chance(0.4) && { size: random.pick(["0.02", "0.1", "0.5"]) }) };
}
