import { type Account, type AccountRules, equity, openAccount, position } from "./account.ts";
import type { Reached } from "./act.ts";
import type { Line } from "./log.ts";
import { openPost, type Post } from "./messages.ts";
import { type Order, remaining } from "./orders.ts";
import type { OutcomeFill } from "./outcome.ts";
import { compare, multiply, parse, type Ratio, sign, zero } from "./ratio.ts";
import type { OracleScenario, ScenarioBar, ScenarioSymbol } from "./scenario.ts";

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
  /** Finer bars by symbol and day. */
  readonly detail: Readonly<Record<string, readonly (readonly Bar[])[]>>;
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
  /** Start of the finer bar that is walked. */
  detail: string | undefined;
  /** What fills took of today's bar, by symbol. */
  used: Record<string, Ratio>;
  /** Equity at the last close of the day before; at first the starting cash. */
  dayStart: Ratio;
  /** What is on its way between strategy and market; nothing where no message takes time. */
  post: Post | undefined;
}

export function setUp(scenario: OracleScenario, scale: number): Setup {
  const exact = ({ open, high, low, close, volume }: ScenarioBar): Bar => ({
    ...{ open: parse(open), high: parse(high), low: parse(low), close: parse(close) },
    volume: parse(volume),
  });
  const bars = (symbol: ScenarioSymbol) => symbol.bars.map((bar) => (bar === null ? undefined : exact(bar)));
  const detail = (symbol: ScenarioSymbol) => (symbol.detail ?? []).map((pieces) => pieces.map(exact));
  return {
    scenario,
    rules: { lots: scenario.lots, settled: scenario.settled, scale },
    lot: parse("1"),
    tick: parse("0.01"),
    bars: Object.fromEntries(scenario.symbols.map((symbol) => [symbol.symbol, bars(symbol)])),
    detail: Object.fromEntries(scenario.symbols.map((symbol) => [symbol.symbol, detail(symbol)])),
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
    detail: undefined,
    used: {},
    dayStart: parse(scenario.cash),
    post: openPost(scenario.latency, scenario.seed ?? 1, scenario.settled),
  };
}

export const symbolsOf = (setup: Setup): readonly string[] => setup.scenario.symbols.map((symbol) => symbol.symbol);

export const barToday = (setup: Setup, state: State, symbol: string): Bar | undefined => setup.bars[symbol]?.[state.day];

export const multiplierOf = (setup: Setup, symbol: string): Ratio => setup.multipliers[symbol] ?? zero;

export const orderOf = (state: State, id: number | undefined): Order | undefined =>
  id === undefined ? undefined : state.orders.find((order) => order.id === id);

/** An order of the strategy's own. */
export const ownOrder = (state: State, id: number): Order | undefined => {
  const order = orderOf(state, id);
  return order?.recall ? undefined : order;
};

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
