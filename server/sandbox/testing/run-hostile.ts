import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { bundleStrategy } from "../bundle-strategy.ts";
import { defaultLimits } from "../limits.ts";
import type { Outcome } from "../outcome.ts";
import { runProgram } from "../run-in-sandbox.ts";
import type { HostileProgram } from "./hostile-programs.ts";

/** What OUTCOMES.md says of a program. */
export interface SeenOutcome {
  readonly exit: string;
  readonly code: string;
  readonly message: string;
  readonly printed: string;
}

const aapl = join(import.meta.dirname, "../../../examples/data/AAPL.csv");

/** Runs a hostile program as the portal runs a strategy, with little memory and time; time that no busy machine uses up for those that end. */
export async function runHostile({ kind, code, limits }: HostileProgram, organisations: "one" | "several"): Promise<SeenOutcome> {
  const folder = mkdtempSync(join(tmpdir(), "hostile-"));
  try {
    const bundled =
      kind === "strategy"
        ? await bundleStrategy([{ path: "hostile.ts", text: code }])
        : { bundle: { code, sourceMap: "", files: [], name: "hostile", sha256: "0".repeat(64) } };
    if ("problems" in bundled) {
      const [problem] = bundled.problems;
      return {
        exit: "not started",
        code: problem?.code ?? "",
        message: `${problem?.file}:${problem?.line}: ${problem?.message}`,
        printed: "",
      };
    }
    const outcome = await runProgram(
      {
        job: { task: "run", strategy: bundled.bundle, data: [{ path: aapl, format: "csv", name: "AAPL.csv" }], settings: {}, params: {} },
        limits: { ...defaultLimits, memoryBytes: 256 * 2 ** 20, wallMs: 60_000, cpuSeconds: 10, ...limits },
        outputFolder: join(folder, "out"),
        organisations,
      },
      kind === "program" ? { program: "/job/strategy.mjs" } : {},
    );
    return seen(outcome);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function seen(outcome: Outcome): SeenOutcome {
  if (outcome.status === "refused") return { exit: "not started", code: outcome.error.code, message: outcome.error.message, printed: "" };
  const exit = outcome.exit.signal ?? String(outcome.exit.status);
  const printed = outcome.stdout.trim().replaceAll("\n", " · ").slice(0, 600);
  if (outcome.status !== "failed") return { exit, code: outcome.status, message: "", printed };
  return { exit, code: outcome.error.code, message: outcome.error.message, printed };
}
