import { parseArgs } from "node:util";
import { surroundings, writeResults } from "./results.ts";
import { compareW1 } from "./w1/compare.ts";
import { compareW6 } from "./w6/compare.ts";
import { compareW15 } from "./w15/compare.ts";
import { compareW17 } from "./w17/compare.ts";

const workloads = { W1: compareW1, W6: compareW6, W15: compareW15, W17: compareW17 };

const usage = `Usage: npm run bench -- ${Object.keys(workloads).join(" ")} [--repetitions 5] [--json]
Runs each workload side by side with the systems a user would pick instead, results compared before speed. Status 1 when a result differs,
a peer cannot be installed or a floor does not hold; what each workload does stands in bench/<workload>/README.md.`;

process.exitCode = await main();

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      repetitions: { type: "string", default: "5" },
      json: { type: "boolean", default: false },
      help: { type: "boolean", default: false },
    },
  });
  const repetitions = Number(values.repetitions);
  const chosen = Object.entries(workloads).filter(([id]) => positionals.includes(id));
  if (values.help || positionals.length === 0 || chosen.length < positionals.length || !Number.isInteger(repetitions) || repetitions < 1) {
    console.error(usage);
    return values.help ? 0 : 2;
  }
  const where = surroundings();
  const outcomes = [];
  for (const [, compare] of chosen) {
    const outcome = await compare(repetitions, console.error);
    const path = writeResults(outcome, where);
    outcomes.push(outcome);
    if (!values.json) console.log(outcome.lines.join("\n"));
    console.error(`written: ${path}`);
  }
  if (values.json) console.log(JSON.stringify({ ...where, comparisons: outcomes.map(({ figures }) => figures) }));
  return outcomes.every(({ holds }) => holds) ? 0 : 1;
}
