import { runCarry } from "../carry/run-carry.ts";
import { decimalOf } from "../decimal.ts";
import { formatDay } from "../market/calendar-date.ts";
import type { Clock } from "../market/calendar-days.ts";
import type { MarketData } from "../market/market-data.ts";
import { callNative, native } from "../native.ts";
import type { DecidingBar } from "../result/bounds.ts";
import type { RunConfig } from "../settings/run-config.ts";
import type { Strategy } from "../strategy/define-strategy.ts";
import { resolveParams } from "../strategy/resolve-params.ts";
import type { SlippageFunction } from "../strategy/slippage.ts";
import { type RunUniverse, runUniverse, type SymbolDays } from "../universe/run-universe.ts";
import type { Universe } from "../universe/universe.ts";
import { accountCurrencies } from "./account-currencies.ts";
import { Callbacks } from "./callbacks.ts";
import { createSession } from "./create-session.ts";
import { customSlippage, sourceHash } from "./custom-slippage.ts";
import { type RateSource, runRates } from "./exchange-rates.ts";
import { instrumentWarnings } from "./instrument-warnings.ts";
import { Loop } from "./loop.ts";
import { nativeOutput } from "./native-output.ts";
import { rateWarnings } from "./rate-warnings.ts";
import { runActions } from "./run-actions.ts";
import { runBars } from "./run-bars.ts";
import { assertBenchmark, type BenchmarkBars } from "./run-benchmark.ts";
import { decidingBars } from "./run-bounds.ts";
import { runClock } from "./run-clock.ts";
import { phase, RunCore, type Vocabulary } from "./run-core.ts";
import { runDesk } from "./run-desk.ts";
import { detailWarnings, runDetail } from "./run-detail.ts";
import { runLatency } from "./run-latency.ts";
import type { LogEntry, RunOutput, RunWarning, StrategyInfo } from "./run-output.ts";
import { accountCurrency, type LoadedSymbol, type RunSymbol, runSymbols } from "./run-symbols.ts";
import { runWarnings } from "./run-warnings.ts";
import { leaveIndicators } from "./series.ts";
import { sessionWarnings } from "./session-warnings.ts";
import { type RunState, restoreSnapshot, takeSnapshot } from "./snapshot/run-state.ts";
import type { Snapshot } from "./snapshot/snapshot.ts";
import { strategyFailure } from "./strategy-failure.ts";
import { type SymbolInfo, SymbolTable, symbolRules } from "./symbol-rules.ts";
import { tableDays } from "./table-days.ts";
import { type OnSaid, TracedCore } from "./traced-core.ts";
import { volumeWarnings } from "./volume-warnings.ts";
import { warmUpEnd } from "./warm-up.ts";

export interface RunRequest {
  readonly strategy: Strategy;
  readonly loaded: readonly LoadedSymbol[];
  /** What loading the data left to say. */
  readonly dataWarnings: readonly RunWarning[];
  readonly config: RunConfig;
  /** Bars of their own to measure against. */
  readonly benchmark: BenchmarkBars | undefined;
  /** Members by date as given; else those of the file that the setting names. */
  readonly universe: Universe | undefined;
  /** As given; checked against the strategy's declarations. */
  readonly params: Readonly<Record<string, unknown>>;
  readonly identity: StrategyInfo | undefined;
  /** Finer bars as given. */
  readonly detail: MarketData | readonly MarketData[] | undefined;
  /** Of the slippage model `custom`. */
  readonly slippage: SlippageFunction | undefined;
  /** Advance the native core on every step. */
  readonly isStepwise: boolean;
  /** Told each line of `ctx.log` as it is written. */
  readonly onLog: ((entry: LogEntry) => void) | undefined;
  /** Keep what a snapshot needs. */
  readonly keepsSnapshot: boolean;
  /** A snapshot to go on from. */
  readonly continueFrom: unknown;
  /** Told which line of the strategy said which order. */
  readonly onSaid: OnSaid | undefined;
}

/** A run whose `setup` has been called and whose bars have not. */
export interface PreparedRun {
  readonly loop: Loop;
  readonly steps: number;
  /** What ended the run, as the error to report. */
  failure(thrown: unknown): unknown;
  /** Exchange day and equity after the steps done so far. */
  standing(): { readonly date: string; readonly equity: string };
  /** Once the loop has finished. */
  output(): RunOutput;
  /** The run as it stands, after the close of the last step done; only with `keepsSnapshot`. */
  snapshot(): Snapshot;
  /** Steps that had closed when it was made: 0, or those of the snapshot it goes on from. */
  readonly closed: number;
  /** Exchange day of each step. */
  readonly days: Int32Array;
  /** Bars on which a model decided a fill, once the loop has finished; none without `bounds`. */
  decidingBars(): readonly DecidingBar[];
}

interface SessionInfo {
  readonly ledgerScale: number;
  /** The account's first. */
  readonly currencies: readonly string[];
  readonly symbols: readonly SymbolInfo[];
}

/** Builds the native run, hands the strategy its context and calls `setup`. */
export function prepareRun(request: RunRequest): PreparedRun {
  const { strategy, loaded, dataWarnings, config: given, identity, isStepwise } = request;
  const startedAt = new Date().toISOString();
  const started = performance.now();
  const params = resolveParams(strategy.params, request.params);
  const symbols = runSymbols(loaded, given);
  assertBenchmark(given.benchmark, request.benchmark, symbols);
  const currency = accountCurrency(symbols, given);
  const config: RunConfig = { ...given, currency, params: params.plain };
  const clock = runClock(symbols);
  const steps = clock.times.length;
  const names = symbols.map((each) => each.symbol);
  const actions = runActions(config.actions, symbols);
  const detail = runDetail(request.detail, names);
  const custom = request.slippage === undefined ? undefined : customSlippage(request.slippage);
  const carry = runCarry(config, names, clock);
  const rates = runRates(config, currency, clock.days);
  const currencies = accountCurrencies(config, currency, symbols, clock);
  const latency = runLatency(config, symbols, clock);
  const universe = membersOf(config, request.universe, symbols, clock.days);
  const extras = {
    actions: actions.table,
    slippage: custom?.ask,
    detail,
    carry: carry.terms,
    rates: rates.byCurrency,
    currencies: currencies.native,
    latency,
  };
  const session = createSession(config, symbols, clock, extras);
  const info: SessionInfo = JSON.parse(callNative((module) => module.sessionInfo(session)));
  const vocabulary: Vocabulary = JSON.parse(native().vocabulary());
  const parts = {
    hot: callNative((module) => module.bindSession(session)),
    vocabulary,
    symbols: new SymbolTable(info.symbols.map((each, index) => symbolRules(each, index, info.currencies[0] ?? ""))),
    ledgerScale: info.ledgerScale,
    rateOf: (symbol: number) => callNative((module) => module.sessionRate(session, symbol)),
    settlesAtOnce: config.fills.market === "thisClose" || strategy.onOrder !== undefined || strategy.onFill !== undefined,
  };
  const core = request.onSaid === undefined ? new RunCore(parts) : new TracedCore(parts, request.onSaid);
  if (request.keepsSnapshot) core.keepCommands();
  const { bars, sparse } = runBars(symbols, steps, core.clock, session);
  const lastBars = bars.map(({ cursor }) => sparse.find((symbol) => symbol.cursor === cursor)?.lastBars);
  const desk = runDesk({
    core,
    clock,
    symbols,
    bars,
    params,
    config,
    currencies: info.currencies,
    session,
    universe,
    lastBars,
    onLog: request.onLog,
  });
  const callbacks = new Callbacks(strategy, desk.ctx);
  const failure = (thrown: unknown) => runFailure(custom?.failure() ?? thrown, core, callbacks, clock);

  callSetup(core, callbacks, failure);
  desk.scope.inSetup = false;
  const from = desk.pipeline.close();
  const waits = callbacks.waitsForIndicators && (desk.scope.indicators.length > 0 || desk.pipeline.hasSources);
  const firstStep = waits ? warmUpEnd(desk.scope.indicators, { sparse, steps }, from) : 0;
  const { ctx, handles, timetable, notebook } = desk;
  const readFill = (index: number) => callNative((module) => module.sessionFill(session, index));
  const firstOpen = waits ? firstStep + 1 : 0;
  const loop = new Loop({ core, ctx, callbacks, handles, timetable, sparse, steps, firstStep, firstOpen, readFill, isStepwise });

  const state: RunState = {
    core,
    loop,
    desk,
    callbacks,
    strategy,
    identity,
    config,
    version: callNative((module) => module.version()),
    bars,
    days: clock.days,
    logHash: () => callNative((module) => module.sessionHash(session)),
  };
  if (request.continueFrom !== undefined) restoreSnapshot(state, request.continueFrom);

  /** Handles that somebody has kept see nothing any more, so their columns can serve another run. */
  const leaveBars = () => {
    for (const cursor of [core.clock, ...sparse.map((symbol) => symbol.cursor)]) cursor.index = -1;
    leaveIndicators(desk.scope);
  };
  const standing = () => ({
    date: formatDay(clock.days[Math.max(0, core.clock.index)] ?? 0),
    equity: decimalOf(core.portfolio().equity, core.ledgerScale).toString(),
  });
  const output = () => {
    leaveBars();
    return nativeOutput({
      session: callNative((module) => module.sessionOver(session)),
      ...(request.slippage === undefined ? {} : { slippageSha256: sourceHash(request.slippage) }),
      ...rateSources([...rates.sources, ...currencies.sources]),
      ...(latency === undefined ? {} : { latency: latency.info }),
      ...(universe === undefined ? {} : { universe: universe.info }),
      ...(actions.sources === undefined ? {} : { actions: actions.sources }),
      strategy: identity ?? { name: strategy.name ?? "strategy", sha256: null, reproducible: true },
      rateFiles: carry.files,
      config,
      params: params.plain,
      symbols,
      detail,
      benchmark: request.benchmark,
      currency,
      startedAt,
      elapsedMs: Math.round(performance.now() - started),
      times: clock.times,
      days: clock.days,
      dayEnds: clock.dayEnds,
      firstStep,
      records: notebook.records(),
      logs: notebook.logs,
      warnings: [
        ...dataWarnings,
        ...instrumentWarnings(given, names),
        ...actions.warnings,
        ...carry.warnings,
        ...(universe?.warnings ?? []),
        ...currencies.warnings,
        ...sessionWarnings(symbols, steps),
        ...volumeWarnings(config, symbols),
        ...rateWarnings(config, [...Object.keys(rates.byCurrency), ...currencies.native.map((each) => each.currency)]),
        ...(detail === undefined ? [] : detailWarnings(session, names)),
        ...runWarnings(desk, firstStep, steps),
      ],
      assumptions: [...desk.scheduleNotes].map((message) => ({ code: "schedule", message })),
    });
  };
  const snapshot = () => takeSnapshot(state);
  const closed = core.clock.index + 1;
  return {
    loop,
    steps,
    closed,
    days: clock.days,
    failure,
    standing,
    output,
    snapshot,
    decidingBars: () => decidingBars(session, clock.times, names),
  };
}

function membersOf(
  config: RunConfig,
  given: Universe | undefined,
  symbols: readonly RunSymbol[],
  days: Int32Array,
): RunUniverse | undefined {
  const named = config.universe ?? null;
  if (named === null) return undefined;
  const spans = symbols.map((symbol): SymbolDays => {
    const own = tableDays(symbol, symbol.isDaily, symbol.calendar).days;
    return { symbol: symbol.symbol, first: own[0] ?? Number.NaN, last: own.at(-1) ?? Number.NaN };
  });
  return runUniverse(named, given, spans, days);
}

/** One entry a currency, for the manifest. */
function rateSources(sources: readonly RateSource[]): { readonly rates?: readonly RateSource[] } {
  const rates = [...new Map(sources.map((source) => [source.currency, source])).values()];
  return rates.length === 0 ? {} : { rates };
}

function callSetup(core: RunCore, callbacks: Callbacks, failure: (thrown: unknown) => unknown): void {
  core.phase = phase.setup;
  try {
    callbacks.setup();
  } catch (thrown) {
    throw failure(thrown);
  } finally {
    core.phase = phase.outside;
  }
}

function runFailure(thrown: unknown, core: RunCore, callbacks: Callbacks, clock: Clock): unknown {
  const step = core.phase === phase.open ? core.clock.index + 1 : core.clock.index;
  const isInSetup = core.phase === phase.setup;
  core.phase = phase.outside;
  const day = isInSetup ? undefined : clock.days[step];
  const bar = isInSetup ? undefined : step + 1;
  const moment = { callback: callbacks.running, bar, date: day === undefined ? undefined : formatDay(day), symbols: core.symbols.names };
  return strategyFailure(thrown, moment);
}
