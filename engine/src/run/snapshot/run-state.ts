import { ConfigurationError } from "../../errors.ts";
import { formatDay } from "../../market/calendar-date.ts";
import type { ColumnName } from "../../native.ts";
import { canonicalJson } from "../../result/canonical-json.ts";
import { sha256 } from "../../result/digest.ts";
import type { Strategy } from "../../strategy/define-strategy.ts";
import type { Callbacks } from "../callbacks.ts";
import type { Loop } from "../loop.ts";
import type { SymbolBars } from "../market-view.ts";
import type { RunCore } from "../run-core.ts";
import type { RunDesk } from "../run-desk.ts";
import type { StrategyInfo } from "../run-output.ts";
import { tableColumn } from "../table-columns.ts";
import { decodeState, encodeState, type RunObjects } from "./plain-state.ts";
import { readSnapshot, type Snapshot, sealed, snapshotFormat } from "./snapshot.ts";

/** The parts of a run that a snapshot is read from and restored into. */
export interface RunState {
  readonly core: RunCore;
  readonly loop: Loop;
  readonly desk: RunDesk;
  readonly callbacks: Callbacks;
  readonly strategy: Strategy;
  readonly identity: StrategyInfo | undefined;
  readonly config: object;
  readonly version: string;
  readonly bars: readonly SymbolBars[];
  readonly days: Int32Array;
  readonly logHash: () => string;
}

/** The run as it stands after the close of a bar. */
export function takeSnapshot(run: RunState): Snapshot {
  const { core, loop, desk, callbacks, days } = run;
  core.catchUp();
  const closed = core.clock.index + 1;
  const day = days[closed - 1];
  return sealed({
    format: snapshotFormat,
    ...identityOf(run),
    data: dataOf(run, closed),
    date: day === undefined ? null : formatDay(day),
    closed,
    next: loop.step,
    commands: [...core.commands()],
    log: run.logHash(),
    orders: desk.handles.list().map(({ id, symbol, side, tag }) => [id, core.symbols.get(symbol).index, side, tag ?? null]),
    state: encodeState(callbacks.state, runObjects(run)),
    drawn: desk.random.drawn,
    records: Object.entries(desk.notebook.records()).map(([name, points]) => [name, [...points]]),
    logs: [...desk.notebook.logs],
    unpriced: [...desk.orders.unpriced],
  });
}

/** Brings a run whose `setup` has been called to where the snapshot was taken. Throws `ConfigurationError` when they do not belong together. */
export function restoreSnapshot(run: RunState, given: unknown): void {
  const snapshot = readSnapshot(given);
  const { core, loop, desk, callbacks } = run;
  assertSame(run, snapshot);
  core.replay(snapshot.commands, snapshot.closed);
  if (run.logHash() !== snapshot.log) throw otherRun("event log", "what the same commands lead to here", snapshot.log);
  for (const [id, symbol, side, tag] of snapshot.orders) desk.handles.add(core.symbols.at(symbol), id, side, tag ?? undefined);
  loop.resume(snapshot.next);
  callbacks.state = decodeState(snapshot.state, callbacks.state, runObjects(run));
  desk.random.jump(snapshot.drawn);
  desk.notebook.restore(snapshot.records, snapshot.logs);
  for (const [symbol, count] of snapshot.unpriced) desk.orders.unpriced.set(symbol, count);
}

function identityOf({ strategy, identity, config, version }: RunState): Pick<Snapshot, "version" | "strategy" | "config"> {
  const parts = ["setup", "onOpen", "onBar", "onOrder", "onFill", "onEnd", "warmup"] as const;
  const sources = parts.map((part) => String(strategy[part] ?? ""));
  return {
    version,
    strategy: { name: identity?.name ?? strategy.name ?? "strategy", code: sha256(canonicalJson([identity?.sha256 ?? null, sources])) },
    config: JSON.parse(JSON.stringify(config)),
  };
}

const columns: readonly ColumnName[] = ["time", "open", "high", "low", "close", "volume"];

/** Only what has closed counts: data that goes on behind it is the same data. */
function dataOf({ bars, core, loop }: RunState, closed: number): Snapshot["data"] {
  return bars.map(({ table, from, to, cursor }, index) => {
    const count = cursor === core.clock ? closed : loop.barsOf(cursor, closed);
    const parts = columns.map((name) => {
      const values = tableColumn(table, name).slice(from, Math.min(from + count, to));
      return sha256(new Uint8Array(values.buffer));
    });
    return { symbol: core.symbols.at(index).symbol, bars: count, sha256: sha256(parts.join("")) };
  });
}

function assertSame(run: RunState, snapshot: Snapshot): void {
  const here = identityOf(run);
  if (here.version !== snapshot.version) throw otherRun("engine", here.version, snapshot.version);
  if (here.strategy.name !== snapshot.strategy.name) throw otherRun("strategy", here.strategy.name, snapshot.strategy.name);
  if (here.strategy.code !== snapshot.strategy.code) throw otherRun("code of the strategy", here.strategy.code, snapshot.strategy.code);
  for (const key of new Set([...Object.keys(here.config), ...Object.keys(snapshot.config)])) {
    const [now, then] = [JSON.stringify(here.config[key]), JSON.stringify(snapshot.config[key])];
    if (now !== then) throw otherRun(key === "params" ? "parameters" : `setting ${key}`, now ?? "not set", then ?? "not set");
  }
  const [names, before] = [run.core.symbols.names.join(", "), snapshot.data.map(({ symbol }) => symbol).join(", ")];
  if (names !== before) throw otherRun("symbols", names, before);
  if (snapshot.closed > run.days.length) throw otherRun("number of bars", String(run.days.length), `at least ${snapshot.closed}`);
  for (const [index, now] of dataOf(run, snapshot.closed).entries()) {
    const then = snapshot.data[index];
    if (now.sha256 !== then?.sha256) throw otherRun(`data of ${now.symbol} up to ${snapshot.date}`, now.sha256, String(then?.sha256));
  }
}

function otherRun(what: string, here: string, there: string): ConfigurationError {
  return new ConfigurationError(`the snapshot belongs to another run: ${what} is ${here}, in the snapshot ${there}`, {
    code: "snapshot.otherRun",
    hint: "Continue with the data, strategy, parameters and settings that the snapshot was taken with; only later bars may be added.",
    context: { what, value: here, allowed: there },
  });
}

/** Indicators in the order in which `setup` makes them, columns and views by what they are called. */
function runObjects({ desk, core }: RunState): RunObjects {
  const { ctx, scope, handles } = desk;
  const names = new Map<object, string>();
  const objects = new Map<string, unknown>();
  const know = (name: string, value: object) => {
    names.set(value, name);
    objects.set(name, value);
  };
  know("ctx", ctx);
  know("params", ctx.params);
  know("data", ctx.data);
  know("symbols", ctx.symbols);
  know("one", ctx.one);
  for (const symbol of core.symbols.names) {
    const prices = ctx.data.of(symbol);
    know(`data.of(${symbol})`, prices);
    for (const name of columns) if (name !== "time") know(`data.of(${symbol}).${name}`, prices[name]);
  }
  for (const [index, series] of scope.indicators.entries()) know(`indicator ${index}`, series);
  for (const [index, made] of desk.pipeline.made.entries()) know(`pipeline ${index}`, made);
  return {
    nameOf: (value) => names.get(value),
    named: (name) => objects.get(name),
    order: (id) => handles.get(id),
  };
}
