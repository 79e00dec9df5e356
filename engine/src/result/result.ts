import { borrowOf } from "../carry/dated-rates.ts";
import type { Drawdown } from "../metrics/drawdown.ts";
import { MetricInput } from "../metrics/metric-input.ts";
import { computeMetrics } from "../metrics/registry.ts";
import { nodeCrypto } from "../node-builtins.ts";
import type { RunOutput, StatementKind } from "../run/run-output.ts";
import type { Snapshot } from "../run/snapshot/snapshot.ts";
import { actionEvents, actionRows } from "./action-rows.ts";
import { assumptionsOf } from "./assumptions.ts";
import { benchmarkCloses, benchmarkPoints } from "./benchmark-points.ts";
import type { Bounds } from "./bounds.ts";
import { debtWarnings, mayBeRuined, mayOweForHolding, ruinWarnings } from "./debt-warnings.ts";
import type {
  ActionRow,
  Assumption,
  Benchmark,
  EquityPoint,
  FillRow,
  Ledger,
  LogLine,
  Manifest,
  MetricValue,
  OrderRow,
  PositionRow,
  RecordedPoint,
  ResultDocument,
  Sidecar,
  Sidecars,
  Summary,
  TradeRow,
  UnfilledRow,
  Warning,
} from "./document.ts";
import { resultSchema } from "./document.ts";
import { EquityCurve, exactPoints } from "./equity-curve.ts";
import { keptPoints, mostEquityPoints } from "./kept-points.ts";
import type { LogEvent } from "./log-event.ts";
import { manifestOf } from "./manifest.ts";
import { refusalWarnings } from "./refusal-warnings.ts";
import { rfc3339 } from "./rfc3339.ts";
import { runFacts } from "./run-facts.ts";
import { sealOf } from "./seal.ts";
import { shortWarnings } from "./short-days.ts";
import { shortenedWarning } from "./shortened-warning.ts";
import { equityFile, equityLines, eventsFile, mostEvents } from "./sidecar-lines.ts";
import { summaryOf, type Totals } from "./summary.ts";
import { unfilledOrders } from "./unfilled-orders.ts";

/**
 * What a backtest found. Every part is made when it is first read, so a program that looks at `summary` and `hash` only does not pay
 * for millions of events. Amounts are decimal strings, statistics numbers; see {@link ResultDocument} for the parts.
 *
 * ```ts
 * import { backtest, barsFrom, defineStrategy } from "rustybt";
 *
 * const strategy = defineStrategy({
 *   onBar(ctx) {
 *     if (ctx.bars === 1) ctx.order(10);
 *   },
 * });
 * const data = barsFrom(
 *   [
 *     { time: "2024-01-02", open: "10", high: "11", low: "9", close: "10.5" },
 *     { time: "2024-01-03", open: "10.6", high: "12", low: "10", close: "11" },
 *   ],
 *   { symbol: "X" },
 * );
 * const result = await backtest({ strategy, data, cash: "1000" });
 * result.summary.endValue; // "1004": ten shares bought at 10.6, worth 11
 * result.metric("sharpe")?.undefinedBecause; // "fewer than 2 returns"
 * JSON.stringify(result); // the document that `rustybt verify` checks
 * ```
 */
export class BacktestResult {
  readonly #output: RunOutput;
  readonly #made = new Map<string, unknown>();
  /** The interval of end values and the bars that decide it, of a run with `bounds`. */
  readonly bounds: Bounds | undefined;

  /** The run as it stood at `snapshotAt`, as plain JSON for `continueFrom`; no part of the document. */
  readonly snapshot: Snapshot | undefined;

  constructor(output: RunOutput, bounds?: Bounds, snapshot?: Snapshot) {
    this.#output = output;
    this.bounds = bounds;
    this.snapshot = snapshot;
  }

  /** sha256 over the event log: the same run gives the same hash everywhere. */
  get hash(): string {
    return this.#output.hash;
  }

  get manifest(): Manifest {
    return this.#once("manifest", () => manifestOf(this.#output));
  }

  get summary(): Summary {
    const { currency, config, counts } = this.#output;
    return this.#once("summary", () => summaryOf({ currency, config, counts, totals: this.#totals, input: this.#input }));
  }

  get metrics(): readonly MetricValue[] {
    return this.#once("metrics", () => computeMetrics(this.#input));
  }

  /** One metric by its id, such as `"sharpe"`; `undefined` when there is no metric of that name. */
  metric(id: string): MetricValue | undefined {
    return this.metrics.find((metric) => metric.id === id);
  }

  /** Points of the equity curve as they stand in the document: all, or beyond 20,000 the ends and extremes. */
  get equity(): readonly EquityPoint[] {
    return this.#once("equity", () => {
      const equity = this.#equity;
      const steps = equity.length > mostEquityPoints ? keptPoints(equity, this.#drawdown) : Uint32Array.from(equity.keys());
      return this.#curve.points(steps);
    });
  }

  /** Equity at every timestamp as numbers, for charts and statistics; `times` beside it in ms UTC. */
  get equitySeries(): { readonly times: Float64Array; readonly equity: Float64Array } {
    return { times: this.#output.times, equity: this.#equity };
  }

  /** The event log, parsed. Long logs are better read line by line from {@link eventsText}. */
  get events(): readonly LogEvent[] {
    return this.#once("events", () =>
      this.eventsText()
        .split("\n")
        .slice(0, -1)
        .map((line): LogEvent => JSON.parse(line)),
    );
  }

  /** The event log as it is hashed: one canonical JSON object a line. */
  eventsText(): string {
    return this.#output.eventsText();
  }

  /** Writes the event log gzipped to a file, which appears whole or not at all. */
  writeEvents(path: string): void {
    this.#output.writeEventsGzip(path);
  }

  get orders(): readonly OrderRow[] {
    return this.#statement("orders");
  }

  /** Why orders did not fill, or not wholly: what a refusal lacked, how near prices came. */
  get unfilled(): readonly UnfilledRow[] {
    return this.#once("unfilled", () => unfilledOrders(this.orders, () => this.actions, this.#output));
  }

  get fills(): readonly FillRow[] {
    return this.#statement("fills");
  }

  get trades(): readonly TradeRow[] {
    return this.#statement("trades");
  }

  /** What is still open at the end. */
  get positions(): readonly PositionRow[] {
    return this.#statement("positions");
  }

  /** Dividends and splits that acted. */
  get actions(): readonly ActionRow[] {
    return this.#once("actions", () => actionRows(actionEvents(this.eventsText())));
  }

  get ledger(): Ledger {
    return this.#statement("ledger");
  }

  /** What `ctx.record` noted, by name. */
  get records(): Readonly<Record<string, readonly RecordedPoint[]>> {
    return this.#once("records", () => {
      const series = Object.entries(this.#output.records);
      return Object.fromEntries(series.map(([name, points]) => [name, points.map(([t, value]): RecordedPoint => [rfc3339(t), value])]));
    });
  }

  /** What `ctx.log` said. */
  get logs(): readonly LogLine[] {
    return this.#once("logs", () => this.#output.logs.map(({ t, bar, message }) => ({ t: rfc3339(t), bar, message })));
  }

  get warnings(): readonly Warning[] {
    return this.#once("warnings", () => {
      const { config, times, days, data, rateFiles, warnings } = this.#output;
      const symbols = data.map(({ symbol }) => symbol);
      const { borrow } = borrowOf(config, symbols, rateFiles);
      const { trades, positions } = this;
      const shorts = config.account.type === "cash" ? [] : shortWarnings({ config, symbols, borrow, times, days, trades, positions });
      const debts = mayOweForHolding(config) ? debtWarnings(this.#output.column("cash"), times) : [];
      const ruined = mayBeRuined(config) ? ruinWarnings(this.#output.column("equity"), times) : [];
      return [...warnings, ...refusalWarnings(this.orders), ...shorts, ...debts, ...ruined];
    });
  }

  /** What was assumed where the input left a choice. */
  get assumptions(): readonly Assumption[] {
    return this.#once("assumptions", () => {
      const { config, data, assumptions } = this.#output;
      const derived = assumptionsOf(
        config,
        data.map(({ symbol }) => symbol),
      );
      const known = new Set(derived.map(({ code }) => code));
      return [...derived, ...assumptions.filter(({ code }) => !known.has(code))];
    });
  }

  /** Closes of the benchmark that beta and alpha were computed from. */
  get benchmark(): Benchmark | undefined {
    return this.#once("benchmark", () => {
      const { config, times } = this.#output;
      if (config.benchmark === null) return undefined;
      const { steps } = this.#input.period;
      return benchmarkPoints(config.benchmark, benchmarkCloses(this.#output.bars(config.benchmark), times, steps), times, steps);
    });
  }

  /** Files that {@link writeResult} puts beside a document too long to hold everything. */
  get sidecars(): Sidecars | undefined {
    return this.#once("sidecars", () => {
      const { counts, times, hash } = this.#output;
      const equity = times.length > mostEquityPoints ? { equity: this.#equitySidecar } : undefined;
      const events = counts.events > mostEvents ? { events: { file: eventsFile, sha256: hash, count: counts.events } } : undefined;
      return equity === undefined && events === undefined ? undefined : { ...equity, ...events };
    });
  }

  /** Every point of the equity curve as canonical JSON lines, in pieces of many lines. */
  *equityLines(): Generator<string> {
    const hash = nodeCrypto().createHash("sha256");
    for (const piece of equityLines(this.#curve)) {
      hash.update(piece);
      yield piece;
    }
    const { length } = this.#output.times;
    this.#made.set("equitySidecar", { file: equityFile, sha256: hash.digest("hex"), count: length } satisfies Sidecar);
  }

  get seal(): string {
    return this.toJSON().seal;
  }

  /** The document: plain data, ready for `JSON.stringify` and `rustybt verify`. A long one names its {@link sidecars}. */
  toJSON(): ResultDocument {
    return this.#once("document", () => this.#document(this.warnings, this.sidecars));
  }

  /**
   * The document for a place without files beside it, such as a pipe: a long one names none, and says in the warning `result.shortened`
   * what it does not hold. Others are the same as {@link toJSON}.
   */
  standalone(): ResultDocument {
    const { counts, times } = this.#output;
    const points = { all: times.length, held: Math.min(this.equity.length, times.length) };
    const events = { all: counts.events, held: counts.events > mostEvents ? 0 : counts.events };
    if (points.held === points.all && events.held === events.all) return this.toJSON();
    return this.#once("standalone", () => this.#document([...this.warnings, shortenedWarning(points, events)], undefined));
  }

  #document(warnings: readonly Warning[], sidecars: Sidecars | undefined): ResultDocument {
    const { benchmark, bounds } = this;
    const document = {
      schema: resultSchema,
      manifest: this.manifest,
      summary: this.summary,
      metrics: this.metrics,
      equity: this.equity,
      events: this.#output.counts.events > mostEvents ? [] : this.events,
      orders: this.orders,
      ...(this.unfilled.length === 0 ? {} : { unfilled: this.unfilled }),
      fills: this.fills,
      trades: this.trades,
      positions: this.positions,
      actions: this.actions,
      ledger: this.ledger,
      records: this.records,
      logs: this.logs,
      ...(benchmark === undefined ? {} : { benchmark }),
      ...(bounds === undefined ? {} : { bounds }),
      ...(sidecars === undefined ? {} : { sidecars }),
      warnings,
      assumptions: this.assumptions,
      hash: this.hash,
    } satisfies Omit<ResultDocument, "seal">;
    return { ...document, seal: sealOf(document) };
  }

  /** Known once all lines have been made. */
  get #equitySidecar(): Sidecar {
    if (!this.#made.has("equitySidecar")) for (const _ of this.equityLines());
    return this.#made.get("equitySidecar") as Sidecar;
  }

  get #totals(): Totals {
    return this.#once("totals", (): Totals => JSON.parse(this.#output.totals()));
  }

  get #input(): MetricInput {
    return this.#once("input", () => {
      const rows = {
        equity: () => this.#equity,
        trades: () => this.trades,
        fills: () => this.fills,
        exactEquity: (steps: readonly number[]) => exactPoints(this.#output, Uint32Array.from(steps)).map(({ equity }) => equity),
      };
      return new MetricInput(runFacts(this.#output, this.#totals, rows));
    });
  }

  get #curve(): EquityCurve {
    return this.#once("curve", () => new EquityCurve(this.#output, this.#totals.startValue, this.#equity));
  }

  get #equity(): Float64Array {
    return this.#once("equityColumn", () => this.#output.column("equity"));
  }

  get #drawdown(): Drawdown {
    return this.#input.drawdown;
  }

  #statement<T>(kind: StatementKind): T {
    return this.#once(kind, (): T => JSON.parse(this.#output.statement(kind)));
  }

  #once<T>(part: string, make: () => T): T {
    if (!this.#made.has(part)) this.#made.set(part, make());
    return this.#made.get(part) as T;
  }
}
