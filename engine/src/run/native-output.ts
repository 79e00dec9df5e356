import type { RateFiles } from "../carry/dated-rates.ts";
import type { LoadedTable } from "../market/market-data.ts";
import { callNative, type SessionHandle } from "../native.ts";
import type { ActionSources, LatencyInfo } from "../result/document.ts";
import type { RunConfig } from "../settings/run-config.ts";
import type { PlainParam } from "../strategy/resolve-params.ts";
import type { UniverseSource } from "../universe/run-universe.ts";
import type { RateSource } from "./exchange-rates.ts";
import type { BenchmarkBars } from "./run-benchmark.ts";
import type { RunDetail } from "./run-detail.ts";
import type {
  Assumption,
  BarColumns,
  CurveColumn,
  DataInfo,
  LogEntry,
  RecordPoint,
  RunOutput,
  RunWarning,
  StatementKind,
  StrategyInfo,
} from "./run-output.ts";
import type { RunSymbol } from "./run-symbols.ts";
import { tableColumn } from "./table-columns.ts";

/** What is known of a finished run without asking the native core. */
export interface OutputFacts {
  readonly session: SessionHandle;
  readonly strategy: StrategyInfo;
  readonly slippageSha256?: string;
  readonly rateFiles: RateFiles;
  readonly rates?: readonly RateSource[];
  readonly latency?: LatencyInfo;
  readonly universe?: UniverseSource;
  readonly actions?: ActionSources;
  readonly config: RunConfig;
  readonly params: Readonly<Record<string, PlainParam>>;
  readonly symbols: readonly RunSymbol[];
  readonly detail: RunDetail | undefined;
  readonly benchmark: BenchmarkBars | undefined;
  readonly currency: string;
  readonly startedAt: string;
  readonly elapsedMs: number;
  readonly times: Float64Array;
  readonly days: Int32Array;
  readonly dayEnds: Int32Array;
  readonly firstStep: number;
  readonly records: Readonly<Record<string, readonly RecordPoint[]>>;
  readonly logs: readonly LogEntry[];
  readonly warnings: readonly RunWarning[];
  readonly assumptions: readonly Assumption[];
}

/** Reads a finished run from native memory, each part when it is asked for. */
export function nativeOutput(facts: OutputFacts): RunOutput {
  const { session, symbols, detail, benchmark, ...known } = facts;
  let hash: string | undefined;
  let counts: RunOutput["counts"] | undefined;
  return {
    ...known,
    nativeCore: callNative((core) => core.version()),
    data: symbols.map((symbol) => ({ ...dataInfo(symbol), ...detailInfo(detail?.get(symbol.symbol)) })),
    get hash() {
      hash ??= callNative((core) => core.sessionHash(session));
      return hash;
    },
    get counts() {
      counts ??= JSON.parse(callNative((core) => core.sessionCounts(session))) as RunOutput["counts"];
      return counts;
    },
    eventsText: () => callNative((core) => core.sessionEvents(session)),
    writeEventsGzip: (path: string) => callNative((core) => core.sessionEventsFile(session, path)),
    statement: (kind: StatementKind) => callNative((core) => core.sessionStatement(session, kind)),
    priceRanges: (ranges: Uint32Array) => callNative((core) => core.sessionPriceRanges(session, ranges)),
    totals: () => callNative((core) => core.sessionTotals(session)),
    column: (name: CurveColumn) => callNative((core) => core.sessionColumn(session, name)),
    curveFacts: () => callNative((core) => core.sessionCurveFacts(session, Uint32Array.from(known.dayEnds))),
    tradeFacts: () => callNative((core) => core.sessionTradeFacts(session)),
    curve: (steps: Uint32Array) => callNative((core) => core.sessionCurve(session, steps)),
    bars: (symbol: string) => barColumns(findBars(symbol, symbols, benchmark)),
  };
}

function dataInfo({ symbol, source, sha256, timezone, table, from, to }: RunSymbol): DataInfo {
  const times = tableColumn(table, "time");
  return { symbol, source, sha256, rows: to - from, from: timeText(times[from]), to: timeText(times[to - 1]), timezone };
}

function detailInfo(detail: LoadedTable | undefined): Pick<DataInfo, "detail"> {
  if (detail === undefined) return {};
  const { source, sha256, rows, from, to, timezone } = detail;
  return { detail: { source, sha256, rows, from, to, timezone } };
}

function timeText(time: number | undefined): string {
  return time === undefined ? "" : new Date(time).toISOString().replace(".000Z", "Z");
}

type Stretch = Pick<RunSymbol, "table" | "from" | "to">;

function findBars(name: string, symbols: readonly RunSymbol[], benchmark: BenchmarkBars | undefined): Stretch {
  if (benchmark?.name === name) return { table: benchmark.table, from: 0, to: benchmark.rows };
  const symbol = symbols.find((each) => each.symbol === name);
  if (symbol === undefined) throw new TypeError(`${name} is not in this run`);
  return symbol;
}

function barColumns({ table, from, to }: Stretch): BarColumns {
  const column = (column: "time" | "open" | "high" | "low" | "close" | "volume") => tableColumn(table, column).slice(from, to);
  return {
    times: column("time"),
    open: column("open"),
    high: column("high"),
    low: column("low"),
    close: column("close"),
    volume: column("volume"),
  };
}
