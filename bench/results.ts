import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { availableParallelism, cpus, totalmem } from "node:os";
import { fileURLToPath } from "node:url";
import type { Outcome } from "./outcome.ts";

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
export function writeResults({ id, page }: Outcome, where: Surroundings): string {
  const folder = fileURLToPath(new URL("results", import.meta.url));
  mkdirSync(folder, { recursive: true });
  const path = `${folder}/${where.date}-${id}.md`;
  const machine = `${where.cpu}, ${where.threads} threads, ${where.memoryGb} GB; Node ${where.node}; commit ${where.commit}.`;
  writeFileSync(path, `# ${id}, ${where.date}\n\n${machine}\n${page}`);
  return path;
}

function commit(): string {
  const git = (...args: string[]) => execFileSync("git", args, { cwd: import.meta.dirname, encoding: "utf8" }).trim();
  const changed = git("status", "--porcelain", "--untracked-files=no") !== "";
  return `${git("rev-parse", "--short", "HEAD")}${changed ? " with changes" : ""}`;
}
