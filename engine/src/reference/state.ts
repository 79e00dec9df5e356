import { type Account, type AccountRules, equity, openAccount, position } from "./account.ts";
import type { Reached } from "./act.ts";
import type { Line } from "./log.ts";
import { type Order, remaining } from "./orders.ts";
import { compare, multiply, parse, type Ratio, sign, zero } from "./ratio.ts";
import type { OracleScenario, OutcomeFill, ScenarioSymbol } from "./scenario.ts";

export interface Bar {
  readonly open: Ratio;
  readonly high: Ratio;
  readonly low: Ratio;
  readonly close: Ratio;
  readonly volume: Ratio;
}

/** What never changes during a run. */
export interface Setup {
  readonly scenario: OracleScenario;
  readonly rules: AccountRules;
  readonly lot: Ratio;
  readonly tick: Ratio;
  /** Bars by symbol, one entry a day. */
  readonly bars: Readonly<Record<string, readonly (Bar | undefined)[]>>;
  readonly multipliers: Readonly<Record<string, Ratio>>;
}

/** What changes; plain data, so that a bar can be tried on a copy. */
export interface State {
  account: Account;
  orders: Order[];
  fills: OutcomeFill[];
  lines: Line[];
  /** Closes of what is held that do not yet stand in the log, by symbol. */
  marks: Record<string, { from: number; to: number; closes: string[] }>;
  day: number;
  /** Last close by symbol. */
  closes: Record<string, Ratio>;
  /** Symbols that have split before the bar at hand. */
  splits: string[];
  /** Children whose parent has filled at the print or point at hand, in the order in which they come to act there. */
  born: number[];
  /** Icebergs born on the path whose next part waits for its turn where they were born. */
  turns: { id: number; at: Reached }[];
  /** What rounding an accrual left over, by kind and symbol. */
  residues: Record<string, Ratio>;
  costs: Record<"commission" | "rounding" | "slippage" | "borrow" | "financing" | "interest", Ratio>;
  /** What every fill traded, for tiers. */
  traded: { day: number; value: Ratio; quantity: Ratio }[];
  /** Standings given to replaced parts of icebergs. */
  standings: number;
  /** Order of the extremes of the bar that is walked; undefined at the prints. */
  path: "ohlc" | "olhc" | undefined;
  /** What fills took of today's bar, by symbol. */
  used: Record<string, Ratio>;
}

export function setUp(scenario: OracleScenario, scale: number): Setup {
  const bars = (symbol: ScenarioSymbol) =>
    symbol.bars.map((bar) =>
      bar === null
        ? undefined
        : { open: parse(bar.open), high: parse(bar.high), low: parse(bar.low), close: parse(bar.close), volume: parse(bar.volume) },
    );
  return {
    scenario,
    rules: { lots: scenario.lots, settled: scenario.settled, scale },
    lot: parse("1"),
    tick: parse("0.01"),
    bars: Object.fromEntries(scenario.symbols.map((symbol) => [symbol.symbol, bars(symbol)])),
    multipliers: Object.fromEntries(scenario.symbols.map((symbol) => [symbol.symbol, parse(symbol.multiplier)])),
  };
}

export function initialState(scenario: OracleScenario): State {
  return {
    account: openAccount(parse(scenario.cash)),
    orders: [],
    fills: [],
    lines: [],
    marks: {},
    day: 0,
    closes: {},
    splits: [],
    born: [],
    turns: [],
    residues: {},
    costs: { commission: zero, rounding: zero, slippage: zero, borrow: zero, financing: zero, interest: zero },
    traded: [],
    // Beyond every order's id.
    standings: 1_000_000,
    path: undefined,
    used: {},
  };
}

export const symbolsOf = (setup: Setup): readonly string[] => setup.scenario.symbols.map((symbol) => symbol.symbol);

export const barToday = (setup: Setup, state: State, symbol: string): Bar | undefined => setup.bars[symbol]?.[state.day];

export const multiplierOf = (setup: Setup, symbol: string): Ratio => setup.multipliers[symbol] ?? zero;

export const orderOf = (state: State, id: number | undefined): Order | undefined =>
  id === undefined ? undefined : state.orders.find((order) => order.id === id);

/** Equity at the last closes (SPEC T8). */
export function equityNow(setup: Setup, state: State): Ratio {
  return equity(state.account, setup.rules, (symbol) => multiply(state.closes[symbol] ?? zero, multiplierOf(setup, symbol)));
}

/** Against the position and not larger than it (SPEC E20). */
export function reduces(state: State, order: Order): boolean {
  const held = position(state.account, order.symbol);
  const against = order.buying ? sign(held) < 0 : sign(held) > 0;
  return against && compare(remaining(order), held.num < 0n ? { num: -held.num, den: held.den } : held) <= 0;
}

/** What `fills.limit: "through"` asks for beyond a limit. */
export const throughTick = (setup: Setup): Ratio => (setup.scenario.limit === "through" ? setup.tick : zero);
