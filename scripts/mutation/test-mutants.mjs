import { execFileSync, spawn } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { inRoot, root } from "../setup/root.mjs";
import { Stop, seconds, step } from "../setup/say.mjs";
import { mutatedBuild } from "./mutated-build.mjs";
import { parts } from "./parts.mjs";

const atOnce = 2;

/** Tries the mutants of a part, `sample` of them drawn by `seed`, and writes .build/mutation/NAME.json. */
export async function testMutants(name, { sample, seed, minutes }) {
  const until = performance.now() + minutes * 60_000;
  const part = parts[name];
  const build = await mutatedBuild(part);
  const tests = await baseline(build);
  const drawn = draw(build.mutants, sample, seed);
  const tried = [];
  await step(`Trying ${drawn.length} of ${build.mutants.length} mutants of ${name}, ${atOnce} at a time`, async () => {
    const queue = [...drawn];
    const worker = async () => {
      for (let mutant = queue.shift(); mutant !== undefined && performance.now() < until; mutant = queue.shift()) {
        tried.push({ ...mutant, ...(await fate(mutant, tests)) });
        if (tried.length % 25 === 0) console.error(`  ${summary(tried)} of ${drawn.length}, ${queue.length} left`);
      }
    };
    await Promise.all(Array.from({ length: atOnce }, worker));
    return summary(tried);
  });
  const commit = execFileSync("git", ["rev-parse", "--short", "HEAD"], { cwd: root, encoding: "utf8" }).trim();
  const report = {
    name,
    commit,
    folder: part.folder,
    seed,
    mutants: build.mutants.length,
    unbuildable: build.leftOut,
    tried: tried.length,
  };
  tried.sort((a, b) => a.number - b.number);
  mkdirSync(inRoot(".build", "mutation"), { recursive: true });
  const file = inRoot(".build", "mutation", `${name}.json`);
  writeFileSync(file, `${JSON.stringify({ ...report, outcomes: tried }, null, 1)}\n`);
  console.log(`${name}: ${summary(tried)} of ${build.mutants.length} mutants (${build.leftOut} more do not compile), at ${commit}`);
  for (const { number, file: place, line, from, to } of tried.filter(({ fate }) => fate === "survived")) {
    console.log(`  survived ${number}  ${place}:${line}  ${oneLine(from)}  ->  ${oneLine(to)}`);
  }
  console.log(`  ${file}`);
}

const oneLine = (text) => text.replace(/\s+/g, " ").slice(0, 110);

function summary(tried) {
  const count = (fate) => tried.filter((each) => each.fate === fate).length;
  return `${tried.length} tried: ${count("killed")} killed, ${count("timed out")} timed out, ${count("survived")} survived`;
}

/** Without a mutant every test passes; how long each takes decides the order and when a mutant is taken to hang. */
async function baseline({ binaries, addon }) {
  const env = { NODE_OPTIONS: `--import ${inRoot("scripts", "native", "other-addon.mjs")}`, RUSTYBT_ADDON: addon };
  const oracle = {
    title: "oracle",
    program: process.execPath,
    args: [inRoot("scripts", "mutation", "scenarios.mjs"), "300"],
    cwd: root,
    env,
  };
  const rules = ["spec", "result", "verify", "run"].map((folder) => `engine/src/${folder}`);
  const vitest = {
    title: "vitest",
    program: "vitest",
    args: ["run", "--project", "engine", "--bail=1", "--reporter=dot", ...rules],
    cwd: root,
    env,
  };
  const rust = binaries.map(({ program, cwd }) => ({ title: "cargo", program, args: ["--quiet"], cwd, env: {} }));
  const timed = [];
  for (const test of [...rust, oracle, vitest]) {
    const { status, ms, output } = await once(test, 0, 900_000);
    if (status !== "passed") throw new Stop(`Without a mutant ${test.program} does not pass: ${output.slice(-3000)}`);
    timed.push({ ...test, ms });
    console.error(`  ${test.program} passes in ${seconds(ms)}`);
  }
  return timed.sort((a, b) => a.ms - b.ms);
}

async function fate({ number }, tests) {
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
