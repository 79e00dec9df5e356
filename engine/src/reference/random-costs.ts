import { basisPoints, cents, type Random } from "./random.ts";
import {
  type AnnualRates,
  type DatedTerms,
  dateOf,
  type FeeRounding,
  type OracleScenario,
  type PlainCommission,
  type ScenarioCommission,
  type ScenarioSlippage,
} from "./scenario.ts";

/** What holding costs and earns. */
export function randomHolding(random: Random): Pick<OracleScenario, "borrow" | "financing" | "interest"> {
  const rate = () => random.pick(["0", "0.01", "0.0375", "0.36", "-0.005"]);
  const dayCount = (): AnnualRates =>
    random.chance(0.6) ? { dayCount: random.pick(["actual/360", "actual/365", "actual/actual", "30/360"]) } : {};
  return {
    ...(random.chance(0.6) && { borrow: { rate: random.pick(["0.01", "0.36", "0.0725"]), ...dayCount() } }),
    ...(random.chance(0.6) && {
      financing: { ...(random.chance(0.5) ? { rate: rate() } : { long: rate(), short: rate() }), ...dayCount() },
    }),
    ...(random.chance(0.6) && {
      interest: { ...(random.chance(0.5) ? { rate: rate() } : { credit: rate(), debit: rate() }), ...dayCount() },
    }),
  };
}

/** Rates of borrowing and financing that change from day to day, and how much can be borrowed (SPEC M12, M13). */
export function randomFiles(
  random: Random,
  symbols: readonly string[],
  account: OracleScenario["account"],
): Pick<OracleScenario, "borrow" | "financing"> {
  const rate = () => random.pick(["0", "0.01", "0.0375", "0.36", "0.0725"]);
  const named = () => [...symbols.filter(() => random.chance(0.6)), ...(random.chance(0.7) ? ["*"] : [])];
  const days = () => [random.chance(0.8) ? 0 : 3, ...[random.integer(4, 10), random.integer(11, 20)].slice(0, random.integer(0, 2))];
  const lines = (terms: () => Omit<DatedTerms, "symbol" | "from">): readonly DatedTerms[] =>
    named().flatMap((symbol) => days().map((day) => ({ symbol, from: dateOf(day), ...terms() })));
  const lent = () => ({ rate: rate(), ...(random.chance(0.8) && { available: random.pick(["0", "40", "120.5", "300", "1000"]) }) });
  const sides = random.chance(0.5) ? () => ({ rate: rate() }) : () => ({ long: rate(), short: random.pick(["-0.018", "0.01", "0"]) });
  const [borrow, financing] = [account === "margin" ? lines(lent) : [], random.chance(0.5) ? lines(sides) : []];
  return {
    ...(borrow.length > 0 && { borrow: { file: borrow } }),
    ...(financing.length > 0 && { financing: { file: financing, dayCount: random.pick(["actual/365", "30/360"]) } }),
  };
}

/** One model, or several of which each begins on a day. */
export function randomCommission(random: Random): ScenarioCommission {
  if (random.chance(0.85)) return randomModel(random);
  const days = [random.integer(2, 8), random.integer(9, 20)];
  return {
    model: "schedule",
    entries: [{ commission: randomModel(random) }, ...days.map((day) => ({ from: dateOf(day), commission: randomModel(random) }))],
  };
}

/** Some models charge in another currency (SPEC M11). */
export function inCurrencies(random: Random, commission: ScenarioCommission): Pick<OracleScenario, "commission" | "rates"> {
  const currencies = random.pick([["EUR"], ["EUR", "JPY"]]);
  const plain = (model: PlainCommission): PlainCommission =>
    model.model === "none" || random.chance(0.2) ? model : { ...model, currency: random.pick(["EUR", currencies.at(-1) ?? "EUR"]) };
  const rate = () => random.pick(["1.085", "0.5", "1.0956", "0.00661", "1.1234567891", "3"]);
  const dated = () => [0, random.integer(1, 6), random.integer(7, 20)].map((day) => [dateOf(day), rate()] as const);
  const rates = Object.fromEntries(currencies.map((currency) => [currency, random.chance(0.5) ? rate() : dated()]));
  if (commission.model !== "schedule") return { commission: plain(commission), rates };
  const entries = commission.entries.map((entry) => ({
    ...entry,
    commission: entry.commission.model === "schedule" ? entry.commission : plain(entry.commission),
  }));
  return { commission: { ...commission, entries }, rates };
}

function randomModel(random: Random): PlainCommission {
  const money = (low: number, high: number) => cents(random.integer(low, high));
  const rounded = () =>
    random.chance(0.6) && {
      unit: random.pick(["0.01", "0.05"]),
      rounding: random.pick<FeeRounding>(["half-even", "half-up", "half-down", "up", "down"]),
    };
  return random.pick<() => PlainCommission>([
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
    () => ({ ...randomTiers(random), ...rounded() }),
    () => ({ ...randomTiers(random), minimum: money(10, 200), maximum: money(300, 900) }),
  ])();
}

function randomTiers(random: Random): Extract<PlainCommission, { model: "tiered" }> {
  const [by, charge] = [random.pick(["value", "quantity"]), random.pick(["percent", "perShare"])];
  const rate = () => (charge === "percent" ? basisPoints(random.integer(1, 60)) : random.pick(["0.0035", "0.01", "0.002"]));
  const rates = random.chance(0.3) ? () => ({ maker: random.pick(["0", "-0.0001", "0.0005"]), taker: rate() }) : () => ({ rate: rate() });
  const step = by === "value" ? random.integer(500, 9000) : random.integer(50, 400);
  return {
    model: "tiered",
    by,
    charge,
    window: random.pick(["month", "30d", "5d", "1d"]),
    marginal: random.chance(0.5),
    tiers: ["0", String(step), String(3 * step)].map((from) => ({ from, ...rates() })),
  };
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
