import {
  type Command,
  dateOf,
  type OracleScenario,
  type OrderTerms,
  type ScenarioAction,
  type ScenarioBar,
  type ScenarioCommission,
  type ScenarioSlippage,
  type ScenarioSymbol,
} from "./scenario.ts";

/** A small seeded generator (mulberry32): the same seed, the same scenario, on every machine. */
function seeded(seed: number) {
  let state = seed | 0;
  const next = () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
  const integer = (low: number, high: number) => low + Math.floor(next() * (high - low + 1));
  return {
    integer,
    chance: (probability: number) => next() < probability,
    pick: <const T>(values: readonly [T, ...T[]]): T => values[integer(0, values.length - 1)] ?? values[0],
  };
}

type Random = ReturnType<typeof seeded>;

const cents = (value: number): string => `${Math.floor(value / 100)}.${String(value % 100).padStart(2, "0")}`;
const basisPoints = (value: number): string => (value / 10000).toFixed(4);

/** Any run the first version can express, within what SPEC.md decides. */
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
  return {
    // Margin accounts are rich enough that only absurd orders are refused: the margin formula has its own tests.
    cash: account === "margin" ? "100000000" : String(random.integer(2_000, slippage.model === "volumeShare" ? 9_000_000 : 60_000)),
    account,
    lots: account === "cash" ? random.pick(["fifo", "fifo", "lifo", "hifo", "average"]) : random.pick(["fifo", "lifo", "average"]),
    settled,
    commission: randomCommission(random, limited || slippage.model === "volumeShare"),
    slippage,
    market,
    path: random.pick(["adaptive", "adaptive", "ohlc", "olhc", "worst", "best"]),
    limit,
    ...(limited && { volumeLimit: basisPoints(random.integer(100, 3000)) }),
    closeAtEnd: random.chance(0.3),
    symbols,
    commands: randomCommands(random, days, { symbols, account, market, limit }),
  };
}

function randomSymbol(random: Random, index: number, days: number, { settled }: { settled: boolean }): ScenarioSymbol {
  const actions: ScenarioAction[] = [];
  let price = random.integer(800, 12_000);
  const bars: (ScenarioBar | null)[] = [];
  for (let day = 0; day < days; day++) {
    const has = index === 0 || day === days - 1 || !random.chance(0.15);
    if (has && !settled && day > 1 && random.chance(0.04)) {
      actions.push({ type: "split", ex: day, to: 2, from: 1 });
      price = Math.max(2, Math.round(price / 2));
    }
    if (!settled && day > 1 && random.chance(0.05)) {
      const pay = random.integer(day, day + 4);
      actions.push({ type: "dividend", ex: day, amount: cents(random.integer(1, 99)), ...(random.chance(0.7) && { pay }) });
    }
    if (!has) {
      bars.push(null);
      continue;
    }
    const range = Math.max(1, Math.round(price * 0.04));
    const near = () => Math.max(1, price + random.integer(-range, range));
    const gap = random.chance(0.2) ? random.integer(-2 * range, 2 * range) : random.integer(-2, 2);
    const open = Math.max(1, price + gap);
    price = open;
    const close = near();
    const high = Math.max(open, close) + random.integer(0, range);
    const low = Math.max(1, Math.min(open, close) - random.integer(0, range));
    bars.push({
      open: cents(open),
      high: cents(high),
      low: cents(low),
      close: cents(close),
      volume: random.chance(0.03) ? "0" : String(random.integer(100, 6000)),
    });
    price = close;
  }
  return { symbol: ["AAA", "BBB", "CCC"][index] ?? "DDD", bars, multiplier: settled ? random.pick(["1", "10", "0.5"]) : "1", actions };
}

function randomCommission(random: Random, partial: boolean): ScenarioCommission {
  const money = (low: number, high: number) => cents(random.integer(low, high));
  return random.pick<() => ScenarioCommission>([
    () => ({ model: "none" }),
    () => ({ model: "percent", rate: basisPoints(random.integer(1, 90)) }),
    () =>
      partial
        ? { model: "percent", rate: "0.00037" }
        : {
            model: "percent",
            rate: basisPoints(random.integer(1, 90)),
            unit: random.pick(["0.01", "0.05"]),
            rounding: random.pick(["half-even", "half-up", "half-down", "up", "down"]),
          },
    () => ({ model: "perShare", rate: "0.0075", minimum: "1" }),
    () => ({ model: "perShare", rate: money(1, 9), minimum: money(10, 200), maximum: money(300, 900) }),
    () => ({ model: "perTrade", cost: money(1, 900) }),
    () => ({ model: "perContract", cost: money(1, 250), exchangeFee: money(1, 90) }),
  ])();
}

function randomSlippage(random: Random, limited: boolean): ScenarioSlippage {
  return random.pick<() => ScenarioSlippage>([
    () => ({ model: "none" }),
    () => ({ model: "none" }),
    () => ({ model: "bps", bps: random.pick(["1", "2.5", "12.3456", "100"]) }),
    () => ({ model: "spread", bps: random.pick(["1", "7", "33.33"]) }),
    () => (limited ? { model: "volumeShare", limit: "0.05", impact: "0.1" } : { model: "bps", bps: "3" }),
  ])();
}

interface Market {
  readonly symbols: readonly ScenarioSymbol[];
  readonly account: "cash" | "margin";
  readonly market: OracleScenario["market"];
  readonly limit: OracleScenario["limit"];
}

function randomCommands(random: Random, days: number, market: Market): Command[][] {
  let said = 0;
  return Array.from({ length: days }, (_, day) =>
    Array.from({ length: random.pick([0, 0, 1, 1, 2, 3]) }, () => {
      const command = randomCommand(random, day, market, said);
      said += command.do === "bracket" ? 3 : command.do === "pair" ? 2 : 1;
      return command;
    }),
  );
}

function randomCommand(random: Random, day: number, { symbols, account, market, limit }: Market, said: number): Command {
  const chosen = symbols[random.integer(0, symbols.length - 1)];
  const symbol = chosen?.symbol ?? "AAA";
  const last = chosen?.bars.slice(0, day + 1).findLast((bar) => bar !== null);
  const close = Math.round(Number(last?.close ?? "50") * 100);
  const away = (sign: number) => cents(Math.max(1, close + sign * random.integer(0, Math.max(2, Math.round(close * 0.05)))));
  const quantity = random.integer(1, 400);
  const exit = String(-random.integer(1, 200));
  // A symbol that has not traded yet has no close to size or reserve by.
  if (last === undefined || last === null) return { do: "cancel", order: 0 };

  const plain = (): Command => {
    const signed = String(random.chance(account === "margin" ? 0.5 : 0.72) ? quantity : -quantity);
    return { do: "order", ...randomTerms(random, { day, symbol, signed, market, away }) };
  };
  const bracket = (): Command => {
    const long = account === "cash" || random.chance(0.6);
    return {
      do: "bracket",
      symbol,
      quantity: String(long ? quantity : -quantity),
      ...(random.chance(0.5) && { entry: away(long ? -1 : 1) }),
      takeProfit: cents(Math.max(2, Math.round(close * (long ? 1.06 : 0.94)))),
      stopLoss: cents(Math.max(1, Math.round(close * (long ? 0.94 : 1.06)))),
    };
  };
  return random.pick<() => Command>([
    plain,
    plain,
    plain,
    plain,
    () => ({ do: "target", symbol, quantity: String(random.integer(account === "margin" ? -200 : 0, 300)) }),
    () => ({
      do: "targetPercent",
      symbol,
      num: random.integer(0, account === "margin" ? 1 : 5),
      den: random.pick([5, 7, 12]),
    }),
    () => ({ do: "value", symbol, value: String(random.integer(100, 9_000)) }),
    () => ({ do: "close", symbol }),
    () => ({ do: "cancel", order: random.integer(1, Math.max(1, said)) }),
    () => ({ do: "modify", order: random.integer(1, Math.max(1, said)), limit: away(random.pick([-1, 1])) }),
    () => ({
      do: "pair",
      first: { symbol, quantity: exit, limit: away(1) },
      second: { symbol, quantity: random.chance(0.7) ? exit : String(-quantity), stop: away(-1) },
    }),
    limit === "through" ? plain : bracket,
  ])();
}

interface TermsInput {
  readonly day: number;
  readonly symbol: string;
  readonly signed: string;
  readonly market: OracleScenario["market"];
  readonly away: (sign: number) => string;
}

function randomTerms(random: Random, { day, symbol, signed, market, away }: TermsInput): OrderTerms {
  const buying = !signed.startsWith("-");
  const better = () => away(buying ? -1 : 1);
  const worse = () => away(buying ? 1 : -1);
  const until = dateOf(day + random.integer(1, 8));
  const tif = random.pick<Pick<OrderTerms, "tif" | "expires">>([
    {},
    {},
    { tif: "DAY" },
    until === "" ? {} : { expires: until },
    until === "" ? {} : { tif: "GTD", expires: `${until}T${random.pick(["00", "15"])}:00:00Z` },
  ]);
  const reduceOnly: { reduceOnly?: true } = random.chance(0.1) ? { reduceOnly: true } : {};
  const immediate = { tif: random.pick(["IOC", "FOK"]) };
  const base = { symbol, quantity: signed, ...reduceOnly };
  const distance = () => cents(random.integer(1, 300));
  const trailing = random.pick<() => Partial<OrderTerms>>([
    () => ({}),
    () => ({ activation: better() }),
    () => ({ trailLimit: cents(random.integer(0, 100)) }),
    () => ({ activation: better(), trailLimit: cents(random.integer(0, 100)) }),
  ]);
  return random.pick<() => OrderTerms>([
    () => base,
    () => (market === "nextOpen" ? { ...base, ...immediate } : { ...base, at: random.pick(["open", "close"]) }),
    () => ({ ...base, at: random.pick(["open", "close"]) }),
    () => ({ ...base, limit: better(), ...tif }),
    () => ({ ...base, limit: worse(), ...immediate }),
    () => ({ ...base, stop: worse(), ...tif }),
    () => ({ ...base, stop: worse(), limit: away(random.pick([-1, 1])), ...tif }),
    () => ({ ...base, trail: distance(), ...trailing() }),
    () => ({ ...base, trailPercent: basisPoints(random.integer(50, 1500)).slice(0, 6), ...tif, ...trailing() }),
    () => ({ ...base, ifTouched: better(), ...tif }),
    () => ({ ...base, ifTouched: better(), limit: away(random.pick([-1, 1])), ...tif }),
    () => ({ ...base, marketToLimit: true, ...tif }),
    () => ({ ...base, at: random.pick(["open", "close"]), limit: away(random.pick([-1, 1])) }),
    () => ({ ...base, limit: random.pick([better, worse])(), postOnly: true, ...tif }),
  ])();
}
