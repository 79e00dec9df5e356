import { basisPoints, cents, type Random } from "./random.ts";
import type { FeeRounding, ScenarioCommission, ScenarioSlippage } from "./scenario.ts";

export function randomCommission(random: Random): ScenarioCommission {
  const money = (low: number, high: number) => cents(random.integer(low, high));
  const rounded = () =>
    random.chance(0.6) && {
      unit: random.pick(["0.01", "0.05"]),
      rounding: random.pick<FeeRounding>(["half-even", "half-up", "half-down", "up", "down"]),
    };
  return random.pick<() => ScenarioCommission>([
    () => ({ model: "none" }),
    () => ({ model: "percent", rate: basisPoints(random.integer(1, 90)) }),
    () => ({ model: "percent", rate: basisPoints(random.integer(1, 90)), ...rounded() }),
    () => ({ model: "perShare", rate: "0.0075", minimum: "1" }),
    () => ({ model: "perShare", rate: money(1, 9), minimum: money(10, 200), maximum: money(300, 900) }),
    () => ({
      model: "makerTaker",
      maker: random.pick(["-0.0001", "0", "0.0002"]),
      taker: basisPoints(random.integer(2, 60)),
      ...rounded(),
    }),
    () => ({ model: "perShare", rate: "0.0075", minimum: "1", ...rounded() }),
    () => ({ model: "perTrade", cost: money(1, 900) }),
    () => ({ model: "perContract", cost: money(1, 250), exchangeFee: money(1, 90) }),
  ])();
}

export function randomSlippage(random: Random, limited: boolean): ScenarioSlippage {
  const window = () => random.chance(0.5) && { window: random.integer(1, 8) };
  return random.pick<() => ScenarioSlippage>([
    () => ({ model: "none" }),
    () => ({ model: "none" }),
    () => ({ model: "bps", bps: random.pick(["1", "2.5", "12.3456", "100"]) }),
    () => ({ model: "spread", bps: random.pick(["1", "7", "33.33"]) }),
    () => (limited ? { model: "volumeShare", limit: "0.05", impact: "0.1" } : { model: "bps", bps: "3" }),
    () => ({ model: "volatility", coefficient: random.pick(["0.1", "0.5", "1.37"]), ...window() }),
    () => ({ model: "squareRoot", coefficient: random.pick(["0.1", "1"]), ...window() }),
    () => ({ model: "squareRoot", coefficient: "0.7", volatility: random.pick(["0.02", "0.0137"]) }),
    () => ({ model: "custom", ofRange: random.pick(["0", "0.1", "0.0333"]), perUnit: random.pick(["0", "0.0001"]) }),
  ])();
}
