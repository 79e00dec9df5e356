import { StrategyError } from "../errors.ts";
import type { Clock } from "../market/calendar-days.ts";
import { callNative, type SessionHandle } from "../native.ts";
import { RunPipelines } from "../pipeline/run-pipelines.ts";
import type { RunConfig } from "../settings/run-config.ts";
import type { Bar } from "../strategy/context.ts";
import type { ResolvedParams } from "../strategy/resolve-params.ts";
import type { RunUniverse } from "../universe/run-universe.ts";
import { type AnyContext, createContext, type ScheduleHandler } from "./context.ts";
import { CurrencyDesk } from "./currency-desk.ts";
import { BarView, MarketView, type SymbolBars } from "./market-view.ts";
import { Members } from "./members.ts";
import { Notebook } from "./notebook.ts";
import { OrderDesk } from "./order-desk.ts";
import { OrderHandles } from "./order-handle.ts";
import { PositionView } from "./position-view.ts";
import { type SeededRandom, seededRandom } from "./random.ts";
import { phase, type RunCore } from "./run-core.ts";
import type { LogEntry } from "./run-output.ts";
import type { RunSymbol } from "./run-symbols.ts";
import { planSchedule } from "./schedule.ts";
import type { ScheduleSpec } from "./schedule-spec.ts";
import type { SeriesScope } from "./series.ts";
import { Timetable } from "./timetable.ts";

export interface RunDesk {
  readonly ctx: AnyContext;
  readonly scope: SeriesScope;
  readonly orders: OrderDesk;
  readonly handles: OrderHandles;
  readonly notebook: Notebook;
  readonly timetable: Timetable;
  readonly random: SeededRandom;
  /** What `setup` has made of `ctx.pipeline`. */
  readonly pipeline: RunPipelines;
  /** What schedules assumed, one sentence each. */
  readonly scheduleNotes: Set<string>;
}

export interface RunDeskParts {
  readonly core: RunCore;
  readonly clock: Clock;
  readonly symbols: readonly RunSymbol[];
  readonly bars: readonly SymbolBars[];
  readonly params: ResolvedParams;
  readonly config: RunConfig;
  /** The account's own first. */
  readonly currencies: readonly string[];
  readonly session: SessionHandle;
  readonly universe: RunUniverse | undefined;
  /** Last closed bar of each step, of symbols that have no bar at some. */
  readonly lastBars: readonly (Int32Array | undefined)[];
  readonly onLog: ((entry: LogEntry) => void) | undefined;
}

/** Everything a strategy can reach in one run, and what remembers it. */
export function runDesk({
  core,
  clock,
  symbols,
  bars,
  params,
  config,
  currencies,
  session,
  universe,
  lastBars,
  onLog,
}: RunDeskParts): RunDesk {
  const scope: SeriesScope = { inSetup: true, indicators: [] };
  const handles = new OrderHandles(core);
  const orders = new OrderDesk(core, handles, {
    isCash: config.account.type === "cash",
    commission: config.commission,
    slippage: config.slippage,
    feeStanding: () => JSON.parse(callNative((module) => module.sessionFeeStanding(session))),
  });
  const notebook = new Notebook(onLog);
  const timetable = new Timetable();
  const scheduleNotes = new Set<string>();
  const random = seededRandom(config.seed);
  const members = new Members(core.symbols, universe);
  const pipelines = new RunPipelines({ core, days: clock.days, members, bars, lastBars, universe });
  let barView: Bar | undefined;
  const balance = (currency: number) => callNative((module) => module.sessionCash(session, currency));
  const money = new CurrencyDesk(core, currencies, config.account.conversion === "hold", balance);
  const ctx = createContext({
    money,
    core,
    desk: orders,
    notebook,
    data: new MarketView(core.symbols, bars, scope),
    members,
    pipeline: () => pipelines.open(),
    params: params.values,
    times: clock.times,
    days: clock.days,
    random,
    bar() {
      const { index } = core.symbols.only((symbol) => `ctx.data.of(${JSON.stringify(symbol)}).close.value`);
      barView ??= new BarView(bars[index] as SymbolBars);
      return barView;
    },
    position: (rules) => new PositionView(core, rules, (index) => callNative((module) => module.sessionPosition(session, index))),
    schedule(when: ScheduleSpec, handler: ScheduleHandler) {
      if (core.phase !== phase.setup) throw lateSchedule();
      if (typeof handler !== "function") throw noHandler();
      const calendar = symbols[0]?.calendar;
      if (calendar === undefined) throw new TypeError("a run without symbols");
      for (const plan of planSchedule(when, clock, calendar)) {
        for (const note of plan.notes) scheduleNotes.add(note);
        timetable.add(plan, handler);
      }
    },
  });
  return { ctx, scope, orders, handles, notebook, timetable, random, pipeline: pipelines, scheduleNotes };
}

function lateSchedule(): StrategyError {
  return new StrategyError("ctx.schedule was called outside setup", {
    code: "strategy.scheduleOutsideSetup",
    hint: 'Schedule in setup: setup(ctx) { ctx.schedule({ every: "month" }, (ctx) => { … }); }.',
  });
}

function noHandler(): StrategyError {
  return new StrategyError("ctx.schedule was called without a function", {
    code: "strategy.scheduleHandler",
    hint: 'Write ctx.schedule({ every: "month" }, (ctx) => { … }).',
  });
}
