import { type Carry, carryTerms } from "../carry/dated-rates.ts";
import { isRustyBtError } from "../errors.ts";
import { dayMs } from "../market/calendar-date.ts";
import { deepestDrawdown } from "../metrics/drawdown.ts";
import { actionRows } from "../result/action-rows.ts";
import { debtWarnings, mayBeRuined, mayOweForHolding, ruinWarnings } from "../result/debt-warnings.ts";
import type { EquityPoint, OrderRow, ResultDocument, Warning } from "../result/document.ts";
import { keptPoints, mostEquityPoints } from "../result/kept-points.ts";
import type { AccountEvent, LogEvent } from "../result/log-event.ts";
import { refusalWarnings } from "../result/refusal-warnings.ts";
import { hashOfEvents } from "../result/seal.ts";
import { shortWarnings } from "../result/short-days.ts";
import { mostEvents } from "../result/sidecar-lines.ts";
import { checkBounds } from "./bounds-check.ts";
import { type Clock, readClock } from "./clock.ts";
import { deriveCurve } from "./curve.ts";
import { checkSeal, documentValidator, isDocument } from "./document-form.ts";
import { daysOfClock } from "./exchange-days.ts";
import { checkBenchmark, deriveFigures } from "./figures.ts";
import { type Finding, Findings } from "./findings.ts";
import type { SchemaValidator } from "./json-schema.ts";
import { checkLatency } from "./latency-check.ts";
import { checkDraws } from "./latency-draws.ts";
import { checkLimits } from "./limit-check.ts";
import { checkManifest } from "./manifest-check.ts";
import { lineList, type OrderFold } from "./order-fold.ts";
import { Replay } from "./replay.ts";
import { type ReadSidecar, readSidecarRows } from "./sidecar.ts";
import { fillRows, positionRows, tradeRows } from "./statements.ts";
import { checkUnfilled } from "./unfilled-check.ts";

export type { Finding, ReadSidecar };

export interface VerifyOptions {
  /** Gives the bytes of a file beside the document; needed for documents with `sidecars`. */
  readonly readSidecar?: ReadSidecar;
}

export interface Verification {
  /** Whether nothing contradicts anything. */
  readonly ok: boolean;
  readonly findings: readonly Finding[];
  /** What was checked, as sentences. */
  readonly checked: readonly string[];
}

/**
 * Checks a result document against itself, without the native core: its form, `seal` and `hash`; then the event log is folded again and
 * everything else in the document is derived from it and compared. A digit changed anywhere is found, and its place named, even when
 * seal and hash were computed anew; `docs/result.md` lists the few members that only the seal covers. Never throws for a bad document.
 *
 * ```ts
 * import { existsSync, readFileSync } from "node:fs";
 * import { verifyResult } from "rustybt";
 *
 * const document = JSON.parse(readFileSync("out/result.json", "utf8"));
 * const readSidecar = (file: string) => (existsSync(`out/${file}`) ? readFileSync(`out/${file}`) : undefined);
 * const { ok, findings } = verifyResult(document, { readSidecar });
 * ok; // true; after one digit was changed false, and a finding is { path: "fills[0].price", message, expected, found }
 * ```
 */
export function verifyResult(document: unknown, options: VerifyOptions = {}): Verification {
  const findings = new Findings();
  const checked: string[] = [];
  const done = (): Verification => ({ ok: findings.list.length === 0, findings: findings.list, checked });

  const validator = documentValidator();
  if (!isDocument(document, validator, findings)) return done();
  checked.push("the document has the form of rustybt.result/1");
  checkSeal(document, findings);
  checked.push("the seal");

  const equity = wholeEquity(document, options.readSidecar, validator, findings);
  const events = wholeLog(document, options.readSidecar, validator, findings);
  if (equity === undefined || events === undefined) return done();
  findings.equal("hash", events.hash, document.hash, "the hash is the sha256 of the event log");
  checked.push("the hash of the event log");

  const account = events.rows[0];
  if (account?.type !== "account") {
    findings.add(events.pathOf(0), "the log begins with the account");
    return done();
  }
  const clock = readClock(
    equity.rows.map(({ t }) => t),
    equity.pathOf,
    document.manifest.clock,
    findings,
  );
  attempt(findings, () => checkDerived({ document, account, events, equity, clock }, findings));
  checked.push(
    "the postings of every event sum to zero and lead to the ledger's balances",
    "the postings of every fill, dividend, split and accrual follow from its numbers",
    "orders move through legal states only, and messages take effect where their latency leads to",
    "positions, lots and trades follow from the fills",
    "equity, exposure and drawdown follow at every point from cash, positions and closes",
    "orders, fills, trades, positions, actions, summary and metrics follow from the log",
    "settings, data, clock, assumptions and bounds agree with the log",
  );
  return done();
}

/** Numbers far outside anything a run writes end the derivation; what was found before stays. */
function attempt(findings: Findings, derive: () => void): void {
  try {
    derive();
  } catch (error) {
    if (!(error instanceof RangeError) && !isRustyBtError(error)) throw error;
    findings.add("events", `the log cannot be followed any further: ${error.message}`);
  }
}

interface Rows<T> {
  readonly rows: readonly T[];
  readonly pathOf: (index: number) => string;
}

interface Log extends Rows<LogEvent> {
  /** sha256 of the canonical lines. */
  readonly hash: string;
}

interface Parts {
  readonly document: ResultDocument;
  readonly account: AccountEvent;
  readonly events: Rows<LogEvent>;
  readonly equity: Rows<EquityPoint>;
  readonly clock: Clock;
}

function checkDerived({ document, account, events, equity, clock }: Parts, findings: Findings): void {
  const { manifest } = document;
  const days = daysOfClock(clock.times, manifest);
  const detailed = new Set(manifest.data.filter(({ detail }) => detail !== undefined).map(({ symbol }) => symbol));
  const symbols = account.instruments.map(({ symbol }) => symbol);
  const isDaily = clock.times.every((time) => time % dayMs === 0);
  const carry = carryTerms(manifest.config, symbols, manifest, { times: clock.times, days, isDaily });
  const replay = new Replay(account, { clock, days, config: manifest.config, carry, detailed, findings, pathOf: events.pathOf });
  for (const [line, event] of events.rows.entries()) replay.apply(event, line);
  replay.unpaid.checkUnpaid();
  replay.currencies.check(days);
  replay.carry?.check();
  replay.margin?.check();

  const curve = deriveCurve(replay, clock, findings);
  const derived = "follows from the event log";
  for (const [step, point] of curve.points.entries()) {
    if (!isSamePoint(point, equity.rows[step]))
      findings.equal(equity.pathOf(step), point, equity.rows[step], `follows from ${sourcesOf(replay, step)}`);
  }
  checkEnd(events, curve.points.at(-1), findings);
  if (document.sidecars?.equity !== undefined) {
    const kept = keptPoints(curve.equity, deepestDrawdown(Number(account.cash), curve.equity));
    findings.equal(
      "equity",
      Array.from(kept, (step) => curve.points[step]),
      document.equity,
      "the ends and extremes of the curve are kept",
    );
  }

  const trades = tradeRows(replay);
  const positions = positionRows(replay);
  const multiplierOf = (symbol: string) => replay.symbols.get(symbol)?.multiplier ?? replay.scale.unit;
  findings.equal(
    "ledger",
    replay.ledger.statement(replay.currency),
    document.ledger,
    "follows from the postings and the scale of events[0]",
  );
  checkOrders(replay.orders, multiplierOf, document.orders, findings);
  checkUnfilled(document, clock, findings);
  checkLimits(document.orders, manifest.config, findings);
  checkLatency(document, clock, findings);
  checkDraws(events.rows, events.pathOf, manifest.config, findings);
  findings.rows("fills", fillRows(replay), document.fills, (i) => `follows from ${replay.fills[i]?.path}`);
  findings.rows("trades", trades, document.trades, (i) => `follows from the lots and ${replay.trades[i]?.path}`);
  findings.equal("positions", positions, document.positions, derived);
  findings.rows("actions", actionRows(events.rows), document.actions, (i) => `follows from ${replay.actions[i]}`);

  const figures = deriveFigures({ replay, curve, clock, days, trades }, document);
  findings.equal("summary", figures.summary, document.summary, derived);
  findings.rows("metrics", figures.metrics, document.metrics, (i) => {
    const id = figures.metrics[i]?.id;
    return id === "beta" || id === "alpha" ? "follows from the curve and benchmark.points" : derived;
  });
  checkBenchmark(document.benchmark, figures.input, clock, findings);
  checkManifest(document, account, clock, findings);
  checkBounds(document, clock, findings);
  checkNotes(
    document,
    { clock, days, trades, positions, symbols, carry, cash: curve.points.map(({ cash }) => Number(cash)), equity: curve.equity },
    findings,
  );
}

function checkOrders(orders: OrderFold, multiplierOf: (symbol: string) => bigint, found: readonly OrderRow[], findings: Findings): void {
  const withoutHistory = ({ history: _history, ...row }: OrderRow) => row;
  const rows = orders.rows(multiplierOf);
  findings.rows("orders", rows.map(withoutHistory), found.map(withoutHistory), (i) => `follows from ${lineList(orders.linesOf(i + 1))}`);
  for (const [i, { history }] of rows.entries()) {
    const lines = orders.linesOf(i + 1);
    findings.rows(`orders[${i}].history`, history, found[i]?.history ?? [], (j) => `follows from ${lines[j]}`);
  }
}

function isSamePoint(a: EquityPoint, b: EquityPoint | undefined): boolean {
  return (
    a.equity === b?.equity &&
    a.cash === b.cash &&
    a.drawdown === b.drawdown &&
    a.grossExposure === b.grossExposure &&
    a.netExposure === b.netExposure &&
    a.t === b.t
  );
}

/** Lines of the log that a point of the curve rests on. */
function sourcesOf(replay: Replay, step: number): string {
  const money = replay.money.findLast((change) => change.step <= step);
  const marks = [...replay.symbols.values()].flatMap((symbol) =>
    symbol.marks.filter(({ from, closes }) => from <= step && step < from + closes.length),
  );
  return [money, ...marks].map((line) => line?.path ?? "the log").join(", ");
}

function checkEnd(events: Rows<LogEvent>, last: EquityPoint | undefined, findings: Findings): void {
  const at = events.rows.length - 1;
  const path = events.pathOf(at);
  const end = events.rows[at];
  if (end?.type !== "end") {
    findings.add(path, "the log finishes with the end event", { found: end?.type });
    return;
  }
  findings.equal(
    path,
    { type: "end", t: last?.t, equity: last?.equity, cash: last?.cash },
    end,
    "the log ends with the last point of the curve",
  );
  const early = events.rows.findIndex((event) => event.type === "end");
  if (early < at) findings.add(events.pathOf(early), "nothing follows the end");
}

interface NoteParts {
  readonly clock: Clock;
  readonly days: Int32Array;
  readonly trades: ResultDocument["trades"];
  readonly positions: ResultDocument["positions"];
  readonly symbols: readonly string[];
  readonly carry: Carry;
  readonly equity: Float64Array;
  /** At each point's close. */
  readonly cash: readonly number[];
}

/** Codes of the warnings that follow from the rest of a document. */
const derivedWarnings = new Set([
  "account.shortWithoutBorrowRate",
  "account.negativeCash",
  "account.negativeEquity",
  "order.shortNotAllowed",
  "order.insufficientCash",
  "order.insufficientMargin",
]);

/** Warnings about refused orders and shorts follow from the rows; records and logs lie on the clock. */
function checkNotes(
  document: ResultDocument,
  { clock, days, trades, positions, symbols, carry, cash, equity }: NoteParts,
  findings: Findings,
): void {
  const { config } = document.manifest;
  const shorts =
    config.account.type === "cash"
      ? []
      : shortWarnings({ config, symbols, borrow: carry.borrow, times: clock.times, days, trades, positions });
  const debts = mayOweForHolding(config) ? debtWarnings(Float64Array.from(cash), clock.times) : [];
  const ruined = mayBeRuined(config) ? ruinWarnings(equity, clock.times) : [];
  const derived = [...refusalWarnings(document.orders), ...shorts, ...debts, ...ruined];
  const found = document.warnings.filter(({ code }) => derivedWarnings.has(code));
  findings.rows(
    "warnings",
    derived,
    found,
    (i) => `warnings about orders and shorts follow from them (warnings[${document.warnings.indexOf(found[i] as Warning)}])`,
  );
  for (const [name, points] of Object.entries(document.records)) {
    for (const [i, [t]] of points.entries()) {
      if (clock.step(t) === undefined) findings.add(`records.${name}[${i}]`, "a recorded value lies on the clock", { found: t });
    }
  }
  for (const [i, { t, bar }] of document.logs.entries()) {
    if (clock.step(t) === undefined) findings.add(`logs[${i}].t`, "a log line lies on the clock", { found: t });
    else findings.equal(`logs[${i}].bar`, clock.step(t), bar, "the bar is the clock's point");
  }
}

function wholeEquity(
  document: ResultDocument,
  read: ReadSidecar | undefined,
  validator: SchemaValidator,
  findings: Findings,
): Rows<EquityPoint> | undefined {
  const sidecar = document.sidecars?.equity;
  const count = document.manifest.clock.points;
  if (sidecar === undefined) {
    if (count > mostEquityPoints && document.equity.length < count) {
      findings.add("equity", shortened("the points"), { expected: count, found: document.equity.length });
      return undefined;
    }
    if (document.equity.length > mostEquityPoints)
      findings.add("sidecars.equity", "a curve of more than 20,000 points stands in its own file");
    return { rows: document.equity, pathOf: (step) => `equity[${step}]` };
  }
  if (count <= mostEquityPoints)
    findings.add("sidecars.equity", "a curve of at most 20,000 points stands in the document", { found: count });
  const rows = readSidecarRows("equity", sidecar, read, findings)?.rows;
  const pathOf = (step: number) => `${sidecar.file}[${step}]`;
  return rows !== undefined && areAll<EquityPoint>(rows, "equityPoint", pathOf, validator, findings) ? { rows, pathOf } : undefined;
}

function wholeLog(
  document: ResultDocument,
  read: ReadSidecar | undefined,
  validator: SchemaValidator,
  findings: Findings,
): Log | undefined {
  const sidecar = document.sidecars?.events;
  if (sidecar === undefined) {
    if (document.events.length === 0) {
      findings.add("events", shortened("the events"));
      return undefined;
    }
    if (document.events.length > mostEvents) findings.add("sidecars.events", "a log of more than 50,000 lines stands in its own file");
    return { rows: document.events, pathOf: (line) => `events[${line}]`, hash: hashOfEvents(document.events) };
  }
  if (document.events.length > 0)
    findings.add("events", "a log in its own file is not repeated in the document", { expected: 0, found: document.events.length });
  findings.equal("sidecars.events.sha256", document.hash, sidecar.sha256, "the digest of the log is the hash");
  const log = readSidecarRows("events", sidecar, read, findings);
  if (log === undefined) return undefined;
  const { rows, sha256: hash } = log;
  const pathOf = (line: number) => `${sidecar.file}[${line}]`;
  return areAll<LogEvent>(rows, "event", pathOf, validator, findings) ? { rows, pathOf, hash } : undefined;
}

/** Printed or stored without its files: nothing in it is wrong, and nothing more can be said about it. */
function shortened(what: string): string {
  return `${what} of this run are neither in the document nor in a file it names, so it cannot be verified: run again with --out DIR and verify that`;
}

function areAll<T>(
  rows: readonly unknown[],
  definition: string,
  pathOf: (index: number) => string,
  validator: SchemaValidator,
  findings: Findings,
): rows is readonly T[] {
  let sound = true;
  for (const [i, row] of rows.entries()) {
    if (validator.fits(row, definition)) continue;
    for (const { path, message, found } of validator.faults(row, pathOf(i), definition)) {
      findings.add(path, message, { found });
      sound = false;
    }
  }
  return sound;
}
