import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { env } from "#server/lib/env.ts";
import { bundleStrategy, type StrategyBundle, type StrategyFile } from "../bundle-strategy.ts";
import type { RunJob } from "../sandbox-job.ts";

const examples = join(import.meta.dirname, "../../../examples");

const aapl = { path: join(examples, "data/AAPL.csv"), format: "csv", name: "AAPL.csv" } as const;

export async function bundled(...files: readonly StrategyFile[]): Promise<StrategyBundle> {
  const answer = await bundleStrategy(files);
  if ("problems" in answer) throw new Error(JSON.stringify(answer.problems));
  return answer.bundle;
}

export function exampleFile(name: string): StrategyFile {
  return { path: name, text: readFileSync(join(examples, name), "utf8") };
}

/** A strategy whose `onBar` is this code. */
export function onBar(code: string): StrategyFile {
  return {
    path: "strategy.ts",
    text: `import { defineStrategy } from "rustybt";\n\nexport default defineStrategy({\n  onBar(ctx) {\n    ${code}\n  },\n});\n`,
  };
}

export function runOf(strategy: StrategyBundle): RunJob {
  return { task: "run", strategy, data: [aapl], settings: {}, params: {} };
}

/** Control groups, job folders and processes of this test's jobs that are there now. */
export function leftovers(): string[] {
  const groups = ["memory", "pids", "cpu", "cpuacct"].flatMap((controller) => {
    const folder = `/sys/fs/cgroup/${controller}/rustybt`;
    return existsSync(folder)
      ? readdirSync(folder, { withFileTypes: true })
          .filter((entry) => entry.isDirectory() && entry.name.startsWith(`${process.pid}-`))
          .map(({ name }) => `${folder}/${name}`)
      : [];
  });
  const jobs = join(env().folders.runtime, "jobs");
  return [...groups, ...readdirSync(jobs).map((name) => join(jobs, name)), ...jobProcesses()];
}

/** Processes that run the sandbox's Node or bubblewrap with a folder of this test's home. */
export function jobProcesses(): string[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => {
      try {
        const command = readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " ");
        return command.includes(`${env().folders.runtime}/jobs/`) ? [`${pid} ${command.slice(0, 80)}`] : [];
      } catch {
        return []; // ended while it was looked at
      }
    });
}
