import { Decimal } from "../decimal.ts";
import { OrderError, StrategyError } from "../errors.ts";
import { formatDay } from "../market/calendar-date.ts";
import type { Pipeline } from "../pipeline/pipeline.ts";
import { showValue } from "../settings/settings-error.ts";
import type { Bar, Context, Data, Position, SetupContext, TickMode } from "../strategy/context.ts";
import type { ParamDefinitions } from "../strategy/param.ts";
import type { CurrencyDesk } from "./currency-desk.ts";
import type { Members } from "./members.ts";
import type { Notebook } from "./notebook.ts";
import { toTick } from "./order-amounts.ts";
import type { OrderDesk } from "./order-desk.ts";
import { PortfolioView } from "./portfolio-view.ts";
import { phase, type RunCore } from "./run-core.ts";
import type { ScheduleSpec } from "./schedule-spec.ts";
import type { SymbolRules } from "./symbol-rules.ts";

export type ScheduleHandler = (ctx: unknown, state: unknown) => unknown;

export interface ContextParts {
  readonly core: RunCore;
  readonly desk: OrderDesk;
  readonly money: CurrencyDesk;
  readonly notebook: Notebook;
  readonly data: Data;
  readonly members: Members;
  readonly pipeline: () => Pipeline;
  readonly params: Readonly<Record<string, unknown>>;
  readonly times: Float64Array;
  readonly days: Int32Array;
  readonly random: () => number;
  readonly bar: () => Bar;
  readonly position: (rules: SymbolRules) => Position;
  readonly schedule: (when: ScheduleSpec, handler: ScheduleHandler) => void;
}

export type AnyContext = Context<ParamDefinitions> & SetupContext<ParamDefinitions>;

const one = new Decimal(1);
const tickModes: readonly unknown[] = ["down", "up", "nearest"];

/** What `setup` and the callbacks get: one frozen object a run, whose functions also work when they are taken out of it. */
export function createContext(parts: ContextParts): AnyContext {
  const { core, desk, money, notebook, params, times, days, data, members } = parts;
  const { symbols } = core;
  const portfolio = new PortfolioView(core);
  const views: (Position | undefined)[] = [];

  /** The step a callback is about: before the open the one that opens, else the one that has closed. */
  const step = (what: string): number => {
    core.assertInside(what);
    if (core.phase === phase.setup) throw notYet(what);
    return core.phase === phase.open ? core.clock.index + 1 : core.clock.index;
  };
  const position = (rules: SymbolRules): Position => {
    const known = views[rules.index];
    if (known !== undefined) return known;
    const view = parts.position(rules);
    views[rules.index] = view;
    return view;
  };
  let lastDay = Number.NaN;
  let lastDate = "";
  const date = (day: number): string => {
    if (day !== lastDay) {
      lastDay = day;
      lastDate = formatDay(day);
    }
    return lastDate;
  };
  const context = {
    params,
    data,
    one,
    get symbols() {
      return symbols.names;
    },
    get universe() {
      return members.on(days[step("universe")] as number);
    },
    isMember(symbol: unknown) {
      return members.has(symbols.get(symbol).index, days[step("isMember")] as number);
    },
    get pipeline() {
      return parts.pipeline();
    },
    get time() {
      return times[step("time")] as number;
    },
    get date() {
      return date(days[step("date")] as number);
    },
    get bar() {
      step("bar");
      return parts.bar();
    },
    get bars() {
      core.assertInside("bars");
      return core.clock.index + 1;
    },
    get portfolio() {
      core.assertInside("portfolio");
      return portfolio;
    },
    cash(currency?: unknown) {
      core.assertInside("cash");
      return money.cash(currency);
    },
    convert(from: unknown, to: unknown, amount: unknown) {
      core.assertOrdering("convert");
      return money.convert(from, to, amount);
    },
    tick(first: unknown, second: unknown, third?: unknown) {
      core.assertInside("tick");
      const named = third !== undefined;
      const rules = named ? symbols.get(first) : symbols.only((symbol) => `ctx.tick(${JSON.stringify(symbol)}, price, "down")`);
      const mode = named ? third : second;
      if (!tickModes.includes(mode)) throw tickModeError(mode);
      return toTick(named ? second : first, mode as TickMode, rules);
    },
    random() {
      core.assertInside("random");
      return parts.random();
    },
    log(...message: readonly unknown[]) {
      core.assertInside("log");
      const at = core.phase === phase.setup ? 0 : step("log");
      notebook.log(message, times[at] as number, at);
    },
    record(name: unknown, value?: unknown) {
      const time = times[step("record")] as number;
      if (typeof name !== "object" || name === null) return notebook.record(name, value, time);
      for (const [key, each] of Object.entries(name)) notebook.record(key, each, time);
    },
    schedule(when: ScheduleSpec, handler: ScheduleHandler) {
      core.assertInside("schedule");
      parts.schedule(when, handler);
    },
    order(first: unknown, second?: unknown, third?: unknown) {
      core.assertOrdering("order");
      return desk.order(first, second, third);
    },
    orderValue(first: unknown, second?: unknown, third?: unknown) {
      core.assertOrdering("orderValue");
      return desk.orderMoney("orderValue", first, second, third);
    },
    orderPercent(first: unknown, second?: unknown, third?: unknown) {
      core.assertOrdering("orderPercent");
      return desk.orderMoney("orderPercent", first, second, third);
    },
    orderTarget(first: unknown, second?: unknown, third?: unknown) {
      core.assertOrdering("orderTarget");
      return desk.orderTarget("orderTarget", first, second, third);
    },
    orderTargetValue(first: unknown, second?: unknown, third?: unknown) {
      core.assertOrdering("orderTargetValue");
      return desk.orderTarget("orderTargetValue", first, second, third);
    },
    orderTargetPercent(first: unknown, second?: unknown, third?: unknown) {
      core.assertOrdering("orderTargetPercent");
      return desk.orderTarget("orderTargetPercent", first, second, third);
    },
    rebalance(weights: unknown, options?: unknown) {
      core.assertOrdering("rebalance");
      return desk.rebalance(weights, options);
    },
    close(symbol?: unknown) {
      core.assertOrdering("close");
      return desk.close(symbol);
    },
    bracket(first: unknown, second: unknown, third?: unknown) {
      core.assertOrdering("bracket");
      return desk.bracket(first, second, third);
    },
    oco(a: unknown, b: unknown) {
      core.assertOrdering("oco");
      desk.oco(a, b);
    },
    ouo(a: unknown, b: unknown) {
      core.assertOrdering("ouo");
      desk.ouo(a, b);
    },
    oto(parent: unknown, children: unknown) {
      core.assertOrdering("oto");
      return desk.oto(parent, children);
    },
    cancelAll(symbol?: unknown) {
      core.assertOrdering("cancelAll");
      return desk.cancelAll(symbol);
    },
    openOrders(symbol?: unknown) {
      core.assertInside("openOrders");
      return desk.openOrders(symbol);
    },
    position(symbol?: unknown) {
      core.assertInside("position");
      return position(symbol === undefined ? symbols.only((name) => `ctx.position(${JSON.stringify(name)})`) : symbols.get(symbol));
    },
  };
  return Object.freeze(context) as AnyContext;
}

function notYet(what: string): StrategyError {
  return new StrategyError(`ctx.${what} was read in setup, before the first bar`, {
    code: "strategy.noBarYet",
    hint: "Read it in onBar; setup declares indicators and schedules.",
    context: { call: what },
  });
}

function tickModeError(mode: unknown): OrderError {
  return new OrderError(`ctx.tick: the mode is ${showValue(mode)}`, {
    code: "order.tickMode",
    hint: 'Use "down", "up" or "nearest", for example ctx.tick(98.017, "down").',
    context: { mode },
  });
}
