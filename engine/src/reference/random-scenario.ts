import { basisPoints, type Random, seeded } from "./random.ts";
import { randomCommands } from "./random-commands.ts";
import { inCurrencies, randomCommission, randomFiles, randomHolding, randomSlippage } from "./random-costs.ts";
import { withDetail } from "./random-detail.ts";
import { randomLatency } from "./random-latency.ts";
import { randomSymbol } from "./random-symbol.ts";
import type { OracleScenario } from "./scenario.ts";

/** Any run that a scenario can express, within what SPEC.md decides. */
export function randomScenario(seed: number): OracleScenario {
  const random = seeded(seed);
  // A stream of its own for what came later: other choices stay as they are.
  const later = seeded(seed + 1_000_003);
  const days = random.integer(8, 30);
  const account = random.pick(["cash", "cash", "margin"]);
  const limited = random.chance(0.35);
  const market = random.pick(["nextOpen", "nextOpen", "nextClose", "thisClose"]);
  const settled = account === "margin" && random.chance(0.2);
  const symbols = Array.from({ length: random.pick([1, 1, 2, 3]) }, (_, index) => randomSymbol(random, index, days, { settled }));
  const limit = random.pick(["touch", "touch", "touch", "through"]);
  const slippage = randomSlippage(random, limited);
  const lots = random.pick(["fifo", "fifo", "lifo", "hifo", "average"]);
  const latency = later.chance(0.2) ? randomLatency(later, market) : undefined;
  const names = symbols.map(({ symbol }) => symbol);
  const isDetailed = later.chance(0.15);
  const delaysWords = latency?.ack !== undefined;
  const commission = randomCommission(random);
  return {
    cash: random.chance(account === "margin" ? 0.5 : 0.05)
      ? "100000000"
      : String(random.integer(2_000, slippage.model === "volumeShare" ? 9_000_000 : 60_000)),
    account,
    lots,
    settled,
    ...(later.chance(0.2) ? inCurrencies(later, commission) : { commission }),
    slippage,
    market,
    path: random.pick(["adaptive", "adaptive", "ohlc", "olhc", "worst", "best"]),
    limit,
    ...(random.chance(0.3) && { selfTrade: random.pick(["cancelNewest", "cancelOldest", "cancelBoth", "decrement"]) }),
    ...(limited && { volumeLimit: basisPoints(random.integer(100, 3000)) }),
    ...(random.chance(0.15) && { probability: randomProbability(random), seed: random.integer(0, 1_000_000) }),
    ...(random.chance(0.15) && { partial: random.pick(["0.1", "0.35", "0.5", "0.999", "1"]) }),
    ...(random.chance(0.2) && randomHolding(random)),
    ...(later.chance(account === "margin" ? 0.3 : 0.05) && randomFiles(later, names, account)),
    ...(latency && { latency }),
    ...(later.chance(0.2) && { limits: randomLimits(later) }),
    closeAtEnd: random.chance(0.3),
    symbols: isDetailed ? symbols.map((symbol) => (later.chance(0.8) ? withDetail(later, symbol) : symbol)) : symbols,
    commands: randomCommands(random, days, { symbols, account, market, limit, lots, delaysWords }),
  };
}

function randomProbability(random: Random): NonNullable<OracleScenario["probability"]> {
  const chance = () => random.chance(0.6) && basisPoints(random.integer(1000, 10_000));
  const chances = { market: chance(), limitTouch: chance(), limitThrough: chance(), stop: chance() };
  const given = Object.fromEntries(Object.entries(chances).filter(([, value]) => value !== false));
  return { ...given, ...(random.chance(0.4) && { size: random.pick(["0.02", "0.1", "0.5"]) }) };
}

function randomLimits(random: Random): NonNullable<OracleScenario["limits"]> {
  const some = <T>(value: T) => (random.chance(0.3) ? value : undefined);
  const limits = {
    orderQuantity: some(String(random.integer(50, 400))),
    orderValue: some(String(random.integer(1_000, 30_000))),
    position: some(String(random.integer(50, 600))),
    positionValue: some(`${random.integer(1_000, 40_000)}.${random.integer(1, 99)}`),
    exposure: some(random.pick(["0.3", "0.75", "1.2"])),
    openOrders: some(random.integer(1, 6)),
    dailyLoss: some(random.pick(["0.001", "0.01", "0.03"])),
  };
  const given = Object.fromEntries(Object.entries(limits).filter(([, value]) => value !== undefined));
  return Object.keys(given).length > 0 ? given : { position: "200" };
}
