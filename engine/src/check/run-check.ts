import { isRustyBtError } from "../errors.ts";
import { loadedSymbols, type MarketData } from "../market/market-data.ts";
import { symbolBars } from "../market/symbol-bars.ts";
import type { BacktestResult } from "../result/result.ts";
import { rfc3339 } from "../result/rfc3339.ts";
import { type BacktestOptions, type RunInternals, runBacktest } from "../run/backtest.ts";
import type { CodePlace } from "../run/strategy-place.ts";
import { parseRunSettings } from "../settings/index.ts";
import type { Strategy } from "../strategy/define-strategy.ts";
import type { ParamDefinitions } from "../strategy/param.ts";
import { alteredData, asOne } from "./altered-data.ts";
import type { CheckFinding, CheckNote, CheckReport, CheckWork, SaidOrder } from "./check-report.ts";
import { type Decision, type DecisionDifference, decisionsOf, eventOf, firstDifference, isNewOrder } from "./decisions.ts";
import { type Bet, type HeldColumn, type KnownBars, knowingColumns, longColumns, prescient } from "./foreknowledge.ts";
import { samplePoints } from "./sample-points.ts";
import { lateStart } from "./warm-up-sensitivity.ts";

/** What `check` takes: what `backtest` takes, and what the strategy holds beside the data. */
export interface CheckOptions<P extends ParamDefinitions = ParamDefinitions>
  extends Omit<BacktestOptions<P>, "strategy" | "benchmark" | "onProgress" | "identity"> {
  /**
   * The strategy, or a function that makes it from the data it is to see. A strategy that closes over numbers its host has computed from
   * prices must be made by such a function: it is called anew with data that ends early, so numbers that know the future give themselves away.
   */
  readonly strategy: Strategy<P> | ((data: MarketData) => Strategy<P> | Promise<Strategy<P>>);
  /** Columns of the host, one value a bar of the run, that the strategy closes over. */
  readonly columns?: Readonly<Record<string, readonly number[]>> | undefined;
  /** Told the share of the work that is done, 0 to 1. */
  readonly onProgress?: ((share: number) => void) | undefined;
}

/** What the command line knows beside the options. */
export interface CheckInternals {
  /** The strategy loaded anew, with fresh modules. */
  readonly reload?: (() => Promise<Strategy>) | undefined;
  readonly stretch?: RunInternals["stretch"];
  /** Arrays of numbers in the strategy's own files. */
  readonly columns?: readonly HeldColumn[] | undefined;
  /** How places in code are shown. */
  readonly shownPlace?: ((place: CodePlace) => string) | undefined;
}

/** Findings after which no more are looked for: one leak shows at many bars. */
const mostFindings = 3;
/** Orders whose place in the code is remembered. */
const mostPlaces = 20_000;
/** Timestamps of noise after a bar: far-sighted leaks show in the cuts. */
const noiseBars = 64;

/** `check` with what only the command line knows. */
export async function runCheck<P extends ParamDefinitions>(options: CheckOptions<P>, internals: CheckInternals = {}): Promise<CheckReport> {
  return new Check(options as unknown as CheckOptions, internals).report();
}

interface Replay {
  readonly decisions: readonly Decision[];
  /** What ended it, with the bar it happened on. */
  readonly failed?: { readonly bar: number; readonly message: string };
}

class Check {
  readonly #options: CheckOptions & { readonly data: MarketData };
  readonly #internals: CheckInternals;
  readonly #findings: CheckFinding[] = [];
  readonly #notes: CheckNote[] = [];
  readonly #checked: string[] = [];
  readonly #places = new Map<number, CodePlace>();
  #runs = 0;
  #strategy: Strategy | undefined;

  constructor(options: CheckOptions, internals: CheckInternals) {
    this.#options = { ...options, data: asOne(options.data) };
    this.#internals = internals;
  }

  async report(): Promise<CheckReport> {
    const { data } = this.#options;
    this.#strategy = await this.#make(data);
    const base = await this.#run(data, { onSaid: (order, place) => this.#remember(order, place) });
    const { times } = base.equitySeries;
    const decisions = decisionsOf(base);
    const work = { bars: times.length, cuts: 0, noises: 0, sampled: false };
    if (await this.#isDeterministic(base, decisions)) {
      Object.assign(work, await this.#lookAhead(decisions, times));
      await this.#warmUp(decisions, times);
    } else {
      this.#checked.push("the look-ahead proof was left out: it compares runs, and these do not repeat");
    }
    this.#foreknowledge(decisions, base);
    this.#settingNotes(decisions);
    return this.#done(work);
  }

  #done(work: Omit<CheckWork, "runs">): CheckReport {
    this.#options.onProgress?.(1);
    return {
      ok: this.#findings.length === 0,
      findings: this.#findings,
      notes: this.#notes,
      checked: this.#checked,
      work: { ...work, runs: this.#runs },
    };
  }

  async #make(data: MarketData): Promise<Strategy> {
    const { strategy } = this.#options;
    return typeof strategy === "function" ? await strategy(data) : strategy;
  }

  /** One run with everything left out that depends on where the data ends. */
  async #run(
    data: MarketData,
    extra: Partial<BacktestOptions> & Pick<RunInternals, "onSaid"> & { strategy?: Strategy } = {},
  ): Promise<BacktestResult> {
    const { strategy: _strategy, columns: _columns, onProgress: _progress, ...settings } = this.#options;
    const { onSaid, strategy = this.#strategy, ...changed } = extra;
    if (strategy === undefined) throw new TypeError("no strategy");
    this.#runs++;
    const run = { ...settings, data, strategy, closeAtEnd: false, bounds: false, ...changed };
    return runBacktest(run, { stretch: this.#internals.stretch, onSaid });
  }

  async #isDeterministic(base: BacktestResult, decisions: readonly Decision[]): Promise<boolean> {
    const { data } = this.#options;
    const again = await this.#run(data);
    const hasFresh = this.#internals.reload !== undefined || typeof this.#options.strategy === "function";
    const fresh = hasFresh ? await this.#run(data, { strategy: await (this.#internals.reload?.() ?? this.#make(data)) }) : undefined;
    this.#checked.push(
      `two runs of the loaded strategy${fresh === undefined ? "" : ", and one of it loaded afresh,"} were compared by their hashes`,
    );
    const isSame = (other: BacktestResult): boolean =>
      other.hash === base.hash && JSON.stringify([other.records, other.logs]) === JSON.stringify([base.records, base.logs]);
    if (!isSame(again)) {
      this.#findings.push(
        this.#differing("determinism", firstDifference(decisions, decisionsOf(again), Number.POSITIVE_INFINITY), base, {
          what: "a second run of the loaded strategy differs from the first: it keeps something between runs, so a run can know what an earlier one has seen",
          sides: ["the first run", "the second run"],
          next: "Keep state in what setup returns: variables of the module, of a closure or of a class outlive the run.",
        }),
      );
      return false;
    }
    if (fresh !== undefined && !isSame(fresh)) {
      this.#findings.push(
        this.#differing("determinism", firstDifference(decisions, decisionsOf(fresh), Number.POSITIVE_INFINITY), base, {
          what: "the strategy loaded afresh decides differently: something from outside the run takes part in it",
          sides: ["the first load", "the second load"],
          next: "Look for clock, chance, files or globals behind --unsafe-imports; use ctx.time and ctx.random().",
        }),
      );
      return false;
    }
    return true;
  }

  async #lookAhead(decisions: readonly Decision[], times: Float64Array): Promise<Pick<CheckWork, "cuts" | "noises" | "sampled">> {
    const { seed } = parseRunSettings({ seed: this.#options.seed });
    const stepOf = new Map(Array.from(times, (time, step) => [time, step]));
    const withOrders = [...new Set(decisions.filter(isNewOrder).map(({ time }) => stepOf.get(time) ?? 0))];
    const { steps, isSample } = samplePoints(times.length, withOrders, seed);
    const ordered = new Set(withOrders);
    let [cuts, noises] = [0, 0];
    for (const [i, step] of steps.entries()) {
      if (this.#findings.length >= mostFindings) break;
      this.#options.onProgress?.((i + 1) / (steps.length + 1));
      const [time, next] = [times[step] as number, times[step + 1] as number];
      cuts++;
      // One flat bar stays, so that sessions end where they did.
      if (await this.#finds("lookAhead", decisions, step, times, { time, until: next })) continue;
      if (isSample && !ordered.has(step) && i % 3 !== 0) continue;
      noises++;
      const until = times[Math.min(step + noiseBars, times.length - 1)] as number;
      await this.#finds("futureNoise", decisions, step, times, { time, until, seed: (seed + step) >>> 0 });
    }
    const which = isSample
      ? `${cuts} of ${times.length} bars, those with orders first and the rest drawn by seed ${seed}`
      : `all ${cuts} bars but the last`;
    this.#checked.push(`decisions stay what they are when the data ends there: after ${which}`);
    this.#checked.push(`decisions stay what they are when up to ${noiseBars} later bars are noise: after ${noises} bars`);
    if (isSample)
      this.#notes.push({
        code: "sampled",
        message: `A sample of ${cuts} bars of ${times.length} was tried; another --seed draws another one.`,
      });
    return { cuts, noises, sampled: isSample };
  }

  async #finds(
    kind: "lookAhead" | "futureNoise",
    decisions: readonly Decision[],
    step: number,
    times: Float64Array,
    alteration: Parameters<typeof alteredData>[1],
  ): Promise<boolean> {
    const data = alteredData(this.#options.data, alteration);
    const replay = await this.#replay(data, step);
    if (replay === undefined) return false;
    const change = kind === "lookAhead" ? "on data that ends there" : "with noise in place of the later bars";
    const texts = {
      what: `a decision depends on bars that had not closed: it is another one ${change}`,
      sides: ["with the future", kind === "lookAhead" ? "without it" : "with noise instead"] as const,
      next: "Look at what this order was decided from: an index one too high, numbers computed over the whole series, a longer bar before it has ended.",
    };
    if (replay.failed !== undefined) {
      const { bar, message } = replay.failed;
      this.#findings.push({
        kind,
        message: `bar ${bar}: the strategy fails ${change}, and does not with the later bars at hand: ${message}`,
        next: texts.next,
        bar,
        t: rfc3339(times[bar - 1] as number),
      });
      return true;
    }
    const difference = firstDifference(decisions, replay.decisions, alteration.time);
    if (difference === undefined) return false;
    const finding = this.#differing(kind, difference, { equitySeries: { times } }, texts);
    const isKnown = this.#findings.some(({ kind: other, bar }) => other === kind && bar === finding.bar);
    if (!isKnown) this.#findings.push(finding.place === undefined ? await this.#placed(finding, data, difference) : finding);
    return true;
  }

  /** What was decided over altered data; undefined when the run could not get past the bar for reasons of its altered end. */
  async #replay(data: MarketData, step: number): Promise<Replay | undefined> {
    try {
      const strategy = await this.#makeFor(data);
      return { decisions: decisionsOf(await this.#run(data, { strategy })) };
    } catch (error) {
      if (!isRustyBtError(error)) throw error;
      const { bar } = error.context;
      if (typeof bar !== "number" || bar > step + 1) return undefined;
      return { decisions: [], failed: { bar, message: error.message } };
    }
  }

  async #makeFor(data: MarketData): Promise<Strategy> {
    const made = typeof this.#options.strategy === "function" ? await this.#make(data) : this.#strategy;
    if (made === undefined) throw new TypeError("no strategy");
    return made;
  }

  /** An order that only the altered run says gets its place from that run, made once more. */
  async #placed(finding: CheckFinding, data: MarketData, { other }: DecisionDifference): Promise<CheckFinding> {
    const event = other === undefined ? undefined : eventOf(other);
    if (event === undefined || event.type === "fill") return finding;
    let found: CodePlace | undefined;
    const onSaid = (order: number, place: CodePlace | undefined): void => {
      if (order === event.id) found = place;
    };
    await this.#run(data, { strategy: await this.#makeFor(data), onSaid });
    return found === undefined ? finding : { ...finding, place: this.#shown(found) };
  }

  async #warmUp(decisions: readonly Decision[], times: Float64Array): Promise<void> {
    const shifts = [...new Set([1, Math.floor(times.length / 8), Math.floor(times.length / 4)])].filter(
      (bars) => bars > 0 && bars < times.length,
    );
    if (decisions.length === 0 || shifts.length === 0) return;
    const [only] = loadedSymbols(this.#options.data).loaded;
    const late = [];
    for (const bars of shifts) {
      const start = times[bars] as number;
      const from = only?.isDaily === true ? rfc3339(start).slice(0, 10) : rfc3339(start);
      try {
        late.push(
          lateStart(
            bars,
            start,
            decisions,
            decisionsOf(await this.#run(this.#options.data, { from, strategy: await this.#makeFor(this.#options.data) })),
          ),
        );
      } catch (error) {
        if (!isRustyBtError(error)) throw error;
        this.#notes.push({ code: "warmUp", message: `Started ${bars} bars later the strategy fails: ${error.message}` });
      }
    }
    this.#checked.push(`warm-up: the run was started ${shifts.join(", ")} bars later and decisions compared`);
    const endless = late.find(({ neverSettles }) => neverSettles);
    const settling = late.filter(({ lastDifference }) => lastDifference !== undefined);
    if (endless !== undefined) {
      this.#notes.push({
        code: "warmUp",
        message: `Endless memory: started ${plural(endless.bars, "bar")} later, decisions differ to the end of the run. Positions, equity, counters or an indicator without an end carry the start along; results depend on where the data begins.`,
      });
    } else if (settling.length > 0) {
      const last = Math.max(...settling.map(({ lastDifference }) => lastDifference ?? 0));
      this.#notes.push({ code: "warmUp", message: `Started later, decisions differ until ${dayOf(last)} and are the same from then on.` });
    }
  }

  #foreknowledge(decisions: readonly Decision[], base: BacktestResult): void {
    const { data, columns } = this.#options;
    const { times } = base.equitySeries;
    const [from, to] = [times[0] as number, times.at(-1) as number];
    const bars = knownBars(data, from, to);
    const held: HeldColumn[] = [
      ...Object.entries(columns ?? {}).map(([name, values]) => ({ place: `column ${name}`, values })),
      ...(this.#internals.columns ?? []),
    ];
    for (const { place, message } of knowingColumns(held, bars)) {
      this.#findings.push({
        kind: "foreknowledge",
        message,
        next: "Compute it in setup or onBar from data, which holds closed bars only.",
        place,
      });
    }
    if (held.length > 0) this.#checked.push(`${plural(held.length, "column")} of numbers beside the data held against the next bars`);
    if (this.#findings.length === 0) {
      const sentence = prescient(
        betsOf(decisions, bars),
        bars.map(({ close }) => close),
      );
      if (sentence !== undefined) {
        this.#findings.push({
          kind: "foreknowledge",
          message: sentence,
          next: "Look for numbers in the strategy that were made from the whole series.",
        });
      }
      for (const { place, values } of longColumns(held, times.length).slice(0, 3)) {
        this.#notes.push({
          code: "columns",
          message: `${place} has ${values.length} numbers beside the data. Whether one of them knew a later bar cannot be seen from outside.`,
        });
      }
    }
    this.#checked.push("orders held against the changes that followed them");
  }

  #settingNotes(decisions: readonly Decision[]): void {
    if (this.#options.fills?.market === "thisClose") {
      this.#notes.push({
        code: "thisClose",
        message:
          "Optimistic: fills.market is thisClose, so market orders fill at the very close they were decided on (SPEC F1). Nobody knows that close before it is over.",
      });
    }
    if (decisions.length === 0)
      this.#notes.push({ code: "noOrders", message: "The strategy never ordered: there was no decision to check." });
  }

  #remember(order: number, place: CodePlace | undefined): void {
    if (place !== undefined && this.#places.size < mostPlaces) this.#places.set(order, place);
  }

  #shown(place: CodePlace): string {
    return this.#internals.shownPlace?.(place) ?? `${place.file}:${place.line}`;
  }

  #differing(
    kind: CheckFinding["kind"],
    difference: DecisionDifference | undefined,
    { equitySeries: { times } }: { readonly equitySeries: { readonly times: Float64Array } },
    { what, sides, next }: { readonly what: string; readonly sides: readonly [string, string]; readonly next: string },
  ): CheckFinding {
    if (difference === undefined) return { kind, message: `${what} (in what it records or logs)`, next };
    const { base, other } = difference;
    const first = [base, other].filter((decision) => decision !== undefined).sort((a, b) => a.time - b.time)[0] as Decision;
    const bar = times.indexOf(first.time) + 1;
    const event = eventOf(first);
    const order = "orderId" in event ? event.orderId : event.id;
    const place = base === first || sameOrder(base, other) ? this.#places.get(order) : undefined;
    const [one, two] = [base, other].map((decision) => (decision?.time === first.time ? decision : undefined));
    return {
      kind,
      message: `bar ${bar}, ${dayOf(first.time)}: ${what}; ${sides[0]}: ${words(one)}; ${sides[1]}: ${words(two)}`,
      next,
      bar,
      t: rfc3339(first.time),
      date: dayOf(first.time),
      order: { ...(one === undefined ? {} : { with: said(one) }), ...(two === undefined ? {} : { without: said(two) }) },
      ...(place === undefined ? {} : { place: this.#shown(place) }),
    };
  }
}

function sameOrder(a: Decision | undefined, b: Decision | undefined): boolean {
  return a !== undefined && b !== undefined && a.time === b.time && isNewOrder(a);
}

/** The order a line is about, without what marks it as a line. */
function said(decision: Decision): SaidOrder {
  const event = eventOf(decision);
  if (event.type === "order") {
    const { type: _type, ...order } = event;
    return order;
  }
  const { orderId, t, status, symbol, side, quantity } = event;
  return { id: orderId, t, status, symbol, side, quantity };
}

function words(decision: Decision | undefined): string {
  if (decision === undefined) return "no order";
  const event = eventOf(decision);
  if (event.type === "fill") return `${event.side} of ${event.quantity} ${event.symbol} filled at ${event.price}`;
  const { id, symbol, side, quantity, limit, stop, status, reason } = event;
  if (symbol === undefined) return `order #${id} ${status}${reason === undefined ? "" : ` (${reason})`}`;
  const prices = [limit === undefined ? [] : [`limit ${limit}`], stop === undefined ? [] : [`stop ${stop}`]].flat();
  return `${side} ${quantity} ${symbol}${prices.length === 0 ? "" : ` (${prices.join(", ")})`}`;
}

function betsOf(decisions: readonly Decision[], bars: readonly (KnownBars & { readonly times: Float64Array })[]): Bet[] {
  const rows = new Map(bars.map((each) => [each.symbol, new Map(Array.from(each.times, (time, i) => [time, i]))]));
  return decisions.filter(isNewOrder).flatMap((decision): Bet[] => {
    const event = eventOf(decision);
    if (event.type === "fill" || event.symbol === undefined || event.kind !== "market" || event.parent !== undefined) return [];
    const [i, close] = [rows.get(event.symbol)?.get(decision.time), bars.find(({ symbol }) => symbol === event.symbol)?.close];
    if (i === undefined || close === undefined || i + 1 >= close.length) return [];
    return [{ isBuy: event.side === "buy", change: (close[i + 1] as number) - (close[i] as number) }];
  });
}

function knownBars(data: MarketData, from: number, to: number): (KnownBars & { readonly times: Float64Array })[] {
  return symbolBars(data).map(({ symbol, t, o, h, l, c }) => {
    const [first, end] = [t.findIndex((time) => time >= from), t.findLastIndex((time) => time <= to) + 1];
    const within = (column: Float64Array): Float64Array => column.slice(Math.max(0, first), end);
    return { symbol, times: within(t), open: within(o), high: within(h), low: within(l), close: within(c) };
  });
}

function dayOf(time: number): string {
  return rfc3339(time).replace("T00:00:00Z", "").replace("T", " ").replace("Z", " UTC");
}

function plural(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? "" : "s"}`;
}
