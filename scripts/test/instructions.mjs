import { readFileSync, writeFileSync } from "node:fs";
import { needSystemPackage } from "../setup/machine.mjs";
import { inRoot } from "../setup/root.mjs";
import { run } from "../setup/run.mjs";

const title = "Instruction counts";
const committed = inRoot("bench", "instructions.json");
const largestDrift = 0.02;

/**
 * Counts the instructions of each benchmark's native twin under callgrind and compares them with bench/instructions.json: more than two
 * percent away, in either direction, is a failure. `npm run bench -- --count` writes the counts down.
 */
export async function testInstructions() {
  console.log(`> ${title} (callgrind)`);
  const from = performance.now();
  const counts = await countInstructions();
  let passed = 0;
  let failed = 0;
  for (const [id, expected] of Object.entries(JSON.parse(readFileSync(committed, "utf8")))) {
    const drift = counts[id] / expected - 1;
    const isNear = Math.abs(drift) <= largestDrift;
    console.log(
      `  ${id} ${counts[id]} instructions, ${(drift * 100).toFixed(2)} % from the committed ${expected}${isNear ? "" : ": too far; when it is meant, npm run bench -- --count writes it down"}`,
    );
    if (isNear) passed++;
    else failed++;
  }
  return { title, passed, failed, ms: performance.now() - from };
}

/** Writes today's counts to bench/instructions.json. */
export async function writeInstructions() {
  const counts = await countInstructions();
  writeFileSync(committed, `${JSON.stringify(counts, null, 2)}\n`);
  console.log(counts);
}

async function countInstructions() {
  await needSystemPackage("valgrind", "valgrind");
  const twins = await builtTwins();
  const counts = {};
  for (const id of ["W1"]) counts[id] = (await count(twins, id, "run")) - (await count(twins, id, "bars"));
  return counts;
}

async function builtTwins() {
  const messages = await run("cargo", ["build", "--release", "--locked", "-p", "twins", "--message-format=json-render-diagnostics"], {
    cwd: inRoot("native"),
    stdout: "capture",
  });
  const artifact = messages.split("\n").find((line) => line.includes('"compiler-artifact"') && JSON.parse(line).target.name === "twins");
  return JSON.parse(artifact).executable;
}

async function count(twins, ...args) {
  const report = await run("valgrind", ["--tool=callgrind", "--callgrind-out-file=/dev/null", "--log-fd=1", twins, ...args], {
    stdout: "capture",
  });
  return Number(/Collected : (\d+)/.exec(report)[1]);
}
