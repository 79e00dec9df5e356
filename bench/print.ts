import type { Comparison, SideFigures } from "./compare.ts";
import type { Outcome } from "./outcome.ts";

/** A comparison with peers as a workload's outcome. */
export function outcomeOf(comparison: Comparison): Outcome {
  return {
    id: comparison.id,
    lines: comparisonLines(comparison),
    holds: holds(comparison),
    page: comparisonPage(comparison),
    figures: comparison,
  };
}

/** The lines people and scripts read: parity first, then one line a peer. */
export function comparisonLines({ id, unit, fills, ours, peers, without }: Comparison): string[] {
  const names = peers.map((peer) => peer.name).join(", ");
  return [
    `${id} parity: ${fills} fills over ${ours.bars} bars and the final equity equal the exact oracle's${names && `; tapes of ${names} equal over their bars`}`,
    `${id} rustybt ${ours.version} ${ours.cpuNsPerBar.median.toFixed(1)} ns/${unit} CPU, ${ours.wallNsPerBar.median.toFixed(1)} ns/${unit} wall`,
    ...peers.map((peer) => `${id} ${peer.name} ${peer.version} ${peer.ratio.toFixed(1)}x floor ${peer.floor}x goal ${peer.goal}x`),
    ...without.map((peer) => `${id} ${peer.name} ${peer.version} not compared: ${peer.reason}`),
  ];
}

/** Whether every peer was compared and every floor holds. */
export function holds({ peers, without }: Comparison): boolean {
  return without.length === 0 && peers.every((peer) => peer.ratio >= peer.floor);
}

function comparisonPage({ fills, ours, peers, without, repetitions, load }: Comparison): string {
  const rows = [{ ...ours, ratio: undefined, floor: undefined, goal: undefined }, ...peers];
  return `Load ${load.before.toFixed(2)} before, ${load.after.toFixed(2)} after.
${repetitions} interleaved repetitions, each a fresh process a side. Parity: ${fills} fills over ${ours.bars} bars and the final equity equal the exact oracle's;
every peer with figures gave the oracle's tape over its bars. ns per bar; spread is (largest - least) / least over the repetitions; a process counts as the median of its runs; ratio is median CPU to median CPU.

| side | version | bars | CPU min | median | spread | wall min | median | ratio | floor | goal |
| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |
${rows.map((row) => speedRow(row, row.ratio, row.floor, row.goal)).join("\n")}
${without.map(({ name, version, reason }) => `\n${name} ${version} was not compared: ${reason}.`).join("")}
## First call and memory

First call: the first run of a fresh process (nothing compiled yet), ns CPU per bar. Memory: peak of the whole process, bars included.

| side | first call | peak RSS MB |
| --- | --- | --- |
${rows.map((row) => `| ${row.name} | ${row.firstCpuNsPerBar.toFixed(1)} | ${row.peakRssMb.toFixed(0)} |`).join("\n")}
`;
}

function speedRow(
  { name, version, bars, cpuNsPerBar: cpu, wallNsPerBar: wall }: SideFigures,
  ratio?: number,
  floor?: number,
  goal?: number,
): string {
  const times = (x: number | undefined, digits: number) => (x === undefined ? "" : `${x.toFixed(digits)}x`);
  const percent = `${(cpu.spread * 100).toFixed(0)} %`;
  const cells = [name, version, bars, cpu.min.toFixed(1), cpu.median.toFixed(1), percent, wall.min.toFixed(1), wall.median.toFixed(1)];
  return `| ${[...cells, times(ratio, 1), times(floor, 0), times(goal, 0)].join(" | ")} |`;
}
