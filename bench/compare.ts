import { loadavg } from "node:os";
import type { Peer } from "./peers/peer.ts";
import type { SideReport } from "./report.ts";
import type { Side } from "./side.ts";
import { type Spread, spreadOf } from "./statistics.ts";
import { agree, type Tape, tapeDifference } from "./tape.ts";

/** The exact answer of a workload over its first `bars` bars; `finalEquity` as canonical decimal text. */
export type Oracle = (bars: number) => { readonly tape: Tape; readonly finalEquity: string };

export interface Workload {
  readonly id: string;
  /** What `bars` counts, where that is no bars. */
  readonly unit?: string;
  /** The first `warmUp` runs of a process are not counted. */
  readonly ours: { readonly side: Side; readonly bars: number; readonly runs: number; readonly warmUp: number };
  readonly peers: readonly { readonly peer: Peer; readonly side: Side | { readonly missing: string } }[];
  readonly oracle: Oracle;
}

export interface SideFigures {
  readonly name: string;
  readonly version: string;
  readonly bars: number;
  readonly cpuNsPerBar: Spread;
  readonly wallNsPerBar: Spread;
  /** First run of a fresh process, least of the repetitions: what a user waits for once. */
  readonly firstCpuNsPerBar: number;
  readonly peakRssMb: number;
}

export interface PeerVerdict extends SideFigures {
  readonly ratio: number;
  readonly floor: number;
  readonly goal: number;
}

export interface Comparison {
  readonly id: string;
  readonly unit: string;
  readonly fills: number;
  readonly ours: SideFigures;
  readonly peers: readonly PeerVerdict[];
  /** Peers that could not be installed, or whose results differ from the oracle's, each with the reason: they have no figures. */
  readonly without: readonly { readonly name: string; readonly version: string; readonly reason: string }[];
  readonly repetitions: number;
  readonly load: { readonly before: number; readonly after: number };
}

/** Parity first, then `repetitions` interleaved rounds. Throws when our own result is not the oracle's. */
export async function compare(
  { id, unit = "bar", ours, peers, oracle }: Workload,
  repetitions: number,
  say: (line: string) => void,
): Promise<Comparison> {
  const without: { name: string; version: string; reason: string }[] = [];
  const equal: { peer: Peer; side: Side }[] = [];
  for (const bars of new Set([ours.bars, ...peers.map(({ peer }) => peer.bars)])) {
    say(`${id}: our result over ${bars} bars against the oracle`);
    const reason = differenceFromOracle(oracle(bars), await ours.side(bars, 1), (a, b) => a === b);
    if (reason) throw new Error(`${id}: our result over ${bars} bars is not the oracle's: ${reason}`);
  }
  for (const { peer, side } of peers) {
    say(`${id}: ${peer.name} ${peer.version} over ${peer.bars} bars against the oracle`);
    const reason = typeof side === "function" ? differenceFromOracle(oracle(peer.bars), await side(peer.bars, 1), agree) : side.missing;
    if (reason === undefined && typeof side === "function") equal.push({ peer, side });
    else without.push({ name: peer.name, version: peer.version, reason: reason ?? "not installed" });
  }

  const before = loadavg()[0] ?? 0;
  const ourReports: SideReport[] = [];
  const theirReports = equal.map((): SideReport[] => []);
  for (let round = 1; round <= repetitions; round++) {
    say(`${id}: round ${round} of ${repetitions}`);
    for (const [i, { peer, side }] of equal.entries()) {
      ourReports.push(await ours.side(ours.bars, ours.runs));
      theirReports[i]?.push(await side(peer.bars, peer.runs));
    }
    if (equal.length === 0) ourReports.push(await ours.side(ours.bars, ours.runs));
  }

  const our = figures("rustybt", ours.bars, ourReports, ours.warmUp);
  return {
    id,
    unit,
    fills: oracle(ours.bars).tape.length,
    ours: our,
    peers: equal.map(({ peer }, i) => {
      const their = figures(peer.name, peer.bars, theirReports[i] ?? [], 0);
      return { ...their, ratio: their.cpuNsPerBar.median / our.cpuNsPerBar.median, floor: peer.floor, goal: peer.goal };
    }),
    without,
    repetitions,
    load: { before, after: loadavg()[0] ?? 0 },
  };
}

function differenceFromOracle(
  { tape, finalEquity }: ReturnType<Oracle>,
  report: SideReport,
  same: (a: string, b: string) => boolean,
): string | undefined {
  const fills = tapeDifference(tape, report.fills);
  if (fills) return fills;
  return same(finalEquity, report.finalEquity) ? undefined : `final equity ${finalEquity} against ${report.finalEquity}`;
}

/** A process counts as the median of its runs: the least would favour the side that does more of them. */
function figures(name: string, bars: number, reports: readonly SideReport[], warmUp: number): SideFigures {
  const ofProcess = (runs: SideReport["runs"], key: "cpu" | "wall") => spreadOf(runs.slice(warmUp).map((run) => run[key])).median;
  const perBar = (key: "cpu" | "wall") => reports.map(({ runs }) => (ofProcess(runs, key) / bars) * 1e9);
  return {
    name,
    version: reports[0]?.version ?? "",
    bars,
    cpuNsPerBar: spreadOf(perBar("cpu")),
    wallNsPerBar: spreadOf(perBar("wall")),
    firstCpuNsPerBar: Math.min(...reports.map(({ runs }) => ((runs[0]?.cpu ?? Number.NaN) / bars) * 1e9)),
    peakRssMb: Math.min(...reports.map(({ peakRssMb }) => peakRssMb)),
  };
}
