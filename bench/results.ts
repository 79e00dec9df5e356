import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { availableParallelism, cpus, totalmem } from "node:os";
import { fileURLToPath } from "node:url";
import type { Comparison, SideFigures } from "./compare.ts";

export interface Surroundings {
  /** Day of the run, "2026-11-25". */
  readonly date: string;
  readonly cpu: string;
  readonly threads: number;
  readonly memoryGb: number;
  readonly node: string;
  readonly commit: string;
}

export function surroundings(): Surroundings {
  return {
    date: new Date().toISOString().slice(0, 10),
    cpu: cpus()[0]?.model ?? "unknown",
    threads: availableParallelism(),
    memoryGb: Math.round(totalmem() / 2 ** 30),
    node: process.versions.node,
    commit: commit(),
  };
}

/** Writes bench/results/DATE-ID.md and answers its path. */
export function writeResults(comparison: Comparison, where: Surroundings): string {
  const folder = fileURLToPath(new URL("results", import.meta.url));
  mkdirSync(folder, { recursive: true });
  const path = `${folder}/${where.date}-${comparison.id}.md`;
  writeFileSync(path, resultsPage(comparison, where));
  return path;
}

function resultsPage({ id, fills, ours, peers, without, repetitions, load }: Comparison, where: Surroundings): string {
  const rows = [{ ...ours, ratio: undefined, floor: undefined, goal: undefined }, ...peers];
  return `# ${id}, ${where.date}

${where.cpu}, ${where.threads} threads, ${where.memoryGb} GB; Node ${where.node}; commit ${where.commit}; load ${load.before.toFixed(2)} before, ${load.after.toFixed(2)} after.
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

function commit(): string {
  const git = (...args: string[]) => execFileSync("git", args, { cwd: import.meta.dirname, encoding: "utf8" }).trim();
  const changed = git("status", "--porcelain", "--untracked-files=no") !== "";
  return `${git("rev-parse", "--short", "HEAD")}${changed ? " with changes" : ""}`;
}
