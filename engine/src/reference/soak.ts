import { compareEngines, type Difference } from "./difference.ts";
import { randomScenario } from "./random-scenario.ts";
import type { OracleScenario } from "./scenario.ts";
import { shrink } from "./shrink.ts";

export interface Soak {
  readonly scenarios: number;
  readonly fills: number;
  readonly failures: readonly { readonly seed: number; readonly report: string }[];
}

/** Runs scenarios `from` to `to` through both engines; those they do not agree on come back shrunk. */
export async function soak(from: number, to: number, said: (line: string) => void = () => {}): Promise<Soak> {
  let fills = 0;
  const failures: { seed: number; report: string }[] = [];
  for (let seed = from; seed <= to; seed++) {
    const scenario = randomScenario(seed);
    const compared = await compareEngines(scenario);
    fills += compared.fills;
    if (compared.difference !== undefined) {
      const report = await reportOf(`scenario ${seed}`, scenario, compared.difference);
      failures.push({ seed, report });
      said(report);
    }
    const done = seed - from + 1;
    if (done % 1000 === 0) said(`${done} of ${to - from + 1} scenarios, ${fills} fills, ${failures.length} differ`);
  }
  return { scenarios: to - from + 1, fills, failures };
}

/** The first difference, the shrunk scenario, and the first difference in that. */
export async function reportOf(name: string, scenario: OracleScenario, difference: Difference): Promise<string> {
  const same = async (candidate: OracleScenario) => (await compareEngines(candidate)).difference?.part === difference.part;
  const small = await shrink(scenario, same);
  const left = (await compareEngines(small)).difference ?? difference;
  return [`${name}: engine and oracle differ at ${difference.text}`, "shrunk:", JSON.stringify(small), `differs at ${left.text}`].join(
    "\n",
  );
}
