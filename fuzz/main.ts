import { closeSync, ftruncateSync, openSync, writeSync } from "node:fs";
import fc from "fast-check";
import { csv } from "./csv.ts";
import { orders } from "./orders.ts";
import { settingsTarget } from "./settings.ts";
import type { Target } from "./target.ts";

/**
 * One fuzzer in a process of its own: `node fuzz/main.ts TARGET SECONDS SEED FILE`. The case at hand stands in FILE before it is tried, so
 * that whoever started the process can name the input when it crashes or hangs. The last line on stdout is a JSON report.
 */
const batch = 50;
const targets = { csv, settings: settingsTarget, orders };
const [name, seconds, seed, file] = process.argv.slice(2) as [keyof typeof targets, string, string, string];
const report = await fuzz(targets[name] as Target<unknown>, Number(seconds), Number(seed), file);
console.log(JSON.stringify(report));

async function fuzz(target: Target<unknown>, seconds: number, firstSeed: number, file: string) {
  const until = performance.now() + seconds * 1000;
  const outcomes = new Map<string, number>();
  const place = openSync(file, "w");
  let cases = 0;
  const property = fc.asyncProperty(target.inputs, async (input) => {
    const text = fc.stringify(input);
    ftruncateSync(place, 0);
    writeSync(place, text, 0);
    const outcome = await target.check(input);
    cases++;
    outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
  });
  let seed = firstSeed;
  for (; performance.now() < until; seed++) {
    // A batch ends with the time; when one has failed, shrinking its input may take another minute.
    const left = until - performance.now();
    const found = await fc.check(property, { seed, numRuns: batch, interruptAfterTimeLimit: left + 60_000, markInterruptAsFailure: false });
    if (!found.failed) continue;
    const [counterexample] = found.counterexample ?? [];
    const error = found.errorInstance;
    const message = error instanceof Error ? (error.stack ?? error.message) : String(error);
    return {
      cases,
      seed,
      outcomes: Object.fromEntries(outcomes),
      failure: { input: fc.stringify(counterexample), message, shrinks: found.numShrinks },
    };
  }
  closeSync(place);
  return { cases, seed, outcomes: Object.fromEntries(outcomes) };
}
