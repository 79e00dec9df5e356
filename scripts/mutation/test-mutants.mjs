import { execFileSync, spawn } from "node:child_process";
import { writeFileSync } from "node:fs";
import { basename } from "node:path";
import { inRoot, root } from "../setup/root.mjs";
import { Stop, seconds, step } from "../setup/say.mjs";
import { mutatedAddon, mutatedBuild } from "./mutated-build.mjs";
import { parts } from "./parts.mjs";

const atOnce = 2;

/**
 * Tries the mutants of a part, `sample` of them drawn by `seed`: first by the tests of its crate, the survivors by the oracle's scenarios
 * and the engine's TypeScript tests through the addon. Writes .build/mutation/NAME.json.
 */
export async function testMutants(name, { sample, seed, minutes }) {
  const until = performance.now() + minutes * 60_000;
  const part = parts[name];
  const build = await mutatedBuild(part);
  const outcomes = draw(build.mutants, sample, seed).map((mutant) => ({ ...mutant, fate: "not tried" }));
  const file = inRoot(".build", "mutation", `${name}.json`);
  const commit = execFileSync("git", ["rev-parse", "--short", "HEAD"], { cwd: root, encoding: "utf8" }).trim();
  const report = { name, commit, folder: part.folder, seed, mutants: build.mutants.length, unbuildable: build.leftOut };
  const save = () => writeFileSync(file, `${JSON.stringify({ ...report, outcomes }, null, 1)}\n`);

  await tryAll(outcomes, await timed(crateTests(build.binaries)), { until, save });
  const survivors = outcomes.filter(({ fate }) => fate === "survived");
  if (survivors.length > 0 && performance.now() < until)
    await tryAll(survivors, await timed(engineTests(await mutatedAddon())), { until, save });

  console.log(`${name}: ${summary(outcomes)} of ${build.mutants.length} mutants (${build.leftOut} more do not compile), at ${commit}`);
  for (const { number, file: place, line, from, to } of outcomes.filter(({ fate }) => fate === "survived")) {
    console.log(`  survived ${number}  ${place}:${line}  ${oneLine(from)}  ->  ${oneLine(to)}`);
  }
  console.log(`  ${file}`);
}

async function tryAll(outcomes, tests, { until, save }) {
  const titles = tests.map(({ title }) => title).join(", ");
  await step(`Trying ${outcomes.length} mutants by ${titles}, ${atOnce} at a time`, async () => {
    const queue = [...outcomes];
    const worker = async () => {
      for (let mutant = queue.shift(); mutant !== undefined && performance.now() < until; mutant = queue.shift()) {
        Object.assign(mutant, await fateOf(mutant, tests));
        if (queue.length % 25 === 0) console.error(`  ${summary(outcomes)}, ${queue.length} left`);
        save();
      }
    };
    await Promise.all(Array.from({ length: atOnce }, worker));
    return summary(outcomes);
  });
}

const oneLine = (text) => text.replace(/\s+/g, " ").slice(0, 110);

function summary(outcomes) {
  const count = (fate) => outcomes.filter((each) => each.fate === fate).length;
  return ["killed", "timed out", "survived", "not tried"].map((fate) => `${count(fate)} ${fate}`).join(", ");
}

function crateTests(binaries) {
  return binaries.map(({ program, cwd }) => ({
    title: basename(program).replace(/-[0-9a-f]{16}$/, ""),
    program,
    args: ["--quiet"],
    cwd,
    env: {},
  }));
}

function engineTests(addon) {
  const env = { NODE_OPTIONS: `--import ${inRoot("scripts", "native", "other-addon.mjs")}`, RUSTYBT_ADDON: addon };
  const rules = ["spec", "result", "verify", "run"].map((folder) => `engine/src/${folder}`);
  return [
    { title: "oracle", program: process.execPath, args: [inRoot("scripts", "mutation", "scenarios.mjs"), "300"], cwd: root, env },
    { title: "vitest", program: "vitest", args: ["run", "--project", "engine", "--bail=1", "--reporter=dot", ...rules], cwd: root, env },
  ];
}

/** Without a mutant every test passes; how long each takes decides the order and when a mutant is taken to hang. */
async function timed(tests) {
  const known = [];
  for (const test of tests) {
    const { status, ms, output } = await once(test, 0, 900_000);
    if (status !== "passed") throw new Stop(`Without a mutant ${test.title} does not pass: ${output.slice(-3000)}`);
    known.push({ ...test, ms });
    console.error(`  ${test.title} passes in ${seconds(ms)}`);
  }
  return known.sort((a, b) => a.ms - b.ms);
}

async function fateOf({ number }, tests) {
  for (const test of tests) {
    const { status } = await once(test, number, test.ms * 10 + 30_000);
    if (status === "failed") return { fate: "killed", by: test.title };
    if (status === "timed out") return { fate: "timed out", by: test.title };
  }
  return { fate: "survived" };
}

function once({ program, args, cwd, env }, number, limit) {
  return new Promise((resolve) => {
    const from = performance.now();
    // A property that fails need not look for a smaller case, nor remember it.
    const environment = { ...process.env, ...env, PROPTEST_MAX_SHRINK_ITERS: "0", PROPTEST_DISABLE_FAILURE_PERSISTENCE: "true", TZ: "UTC" };
    const child = spawn(program, args, {
      cwd,
      env: { ...environment, RUSTYBT_MUTANT: String(number) },
      stdio: ["ignore", "pipe", "pipe"],
      detached: true,
    });
    let output = "";
    let timedOut = false;
    for (const stream of [child.stdout, child.stderr])
      stream.on("data", (chunk) => {
        output = `${output}${chunk}`.slice(-20_000);
      });
    const timer = setTimeout(() => {
      timedOut = true;
      process.kill(-child.pid, "SIGKILL");
    }, limit);
    child.on("error", (error) => {
      output += error.message;
    });
    child.on("close", (code) => {
      clearTimeout(timer);
      resolve({ status: timedOut ? "timed out" : code === 0 ? "passed" : "failed", ms: performance.now() - from, output });
    });
  });
}

/** A seeded sample in the order of the files (a linear congruential generator is enough to draw lots). */
function draw(mutants, sample, seed) {
  if (sample >= mutants.length) return mutants;
  let state = seed;
  const lots = mutants.map((mutant) => {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
    return { mutant, lot: state };
  });
  const drawn = new Set(
    lots
      .sort((a, b) => a.lot - b.lot)
      .slice(0, sample)
      .map(({ mutant }) => mutant),
  );
  return mutants.filter((mutant) => drawn.has(mutant));
}
