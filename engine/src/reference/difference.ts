import { type ResultDocument, verifyResult } from "rustybt";
import { type EngineRun, outcomeOf, runEngine } from "./engine-outcome.ts";
import { runOracle } from "./oracle.ts";
import type { Outcome } from "./outcome.ts";
import type { OracleScenario } from "./scenario.ts";

/** What the two engines did not agree on. */
export interface Difference {
  /** Part of the outcome, or which engine failed: what stays the same while a scenario is shrunk. */
  readonly part: string;
  /** The first place where they part ways, and both sides of it. */
  readonly text: string;
}

export interface Comparison {
  readonly difference?: Difference;
  readonly fills: number;
}

/** Runs a scenario through both engines. */
export async function compareEngines(scenario: OracleScenario): Promise<Comparison> {
  let run: EngineRun;
  try {
    run = await runEngine(scenario);
  } catch (error) {
    return { difference: { part: `engine failed: ${codeOf(error)}`, text: String(error) }, fills: 0 };
  }
  const { result } = run;
  try {
    const difference = firstDifference(outcomeOf(run), runOracle(scenario, result.ledger.scale)) ?? contradiction(result);
    return { fills: result.fills.length, ...(difference && { difference }) };
  } catch (error) {
    return {
      difference: { part: "oracle failed", text: String(error instanceof Error ? error.stack : error) },
      fills: result.fills.length,
    };
  }
}

const codeOf = (error: unknown): string => (error instanceof Error && "code" in error ? String(error.code) : String(error));

function firstDifference(engine: Outcome, oracle: Outcome): Difference | undefined {
  for (const part of ["lines", "fills", "orders", "equity", "trades", "positions", "costs", "heard"] as const) {
    const [ours, theirs] = [engine[part], oracle[part]].map((rows) => rows.map(canonical));
    const rows = Math.max(ours?.length ?? 0, theirs?.length ?? 0);
    for (let index = 0; index < rows; index++) {
      if (ours?.[index] === theirs?.[index]) continue;
      const text = [`${part} ${index}`, `engine ${ours?.[index] ?? "nothing more"}`, `oracle ${theirs?.[index] ?? "nothing more"}`].join(
        "\n  ",
      );
      const shapes = [engine[part][index], oracle[part][index]].map(shapeOf);
      return { part: [part, ...shapes].join(" "), text };
    }
  }
  return undefined;
}

/** What kind of row it is: a scenario is shrunk while the same kinds differ. */
function shapeOf(row: unknown): string {
  const { type, kind, status, reason, rule } = (row ?? {}) as Record<string, unknown>;
  return [type, kind, status, reason, rule].filter((word) => typeof word === "string").join("/");
}

/** The native core's own arithmetic may agree with the oracle while the document contradicts itself. */
function contradiction(result: ResultDocument): Difference | undefined {
  const finding = verifyResult(result).findings[0];
  return finding && { part: "verify", text: JSON.stringify(finding) };
}

/** JSON with sorted keys, so that two objects are equal when their texts are. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) =>
    inner !== null && typeof inner === "object" && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}
