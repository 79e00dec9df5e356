import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { inRoot } from "../setup/root.mjs";

const title = "Fuzzers";
export const fuzzTargets = ["csv", "settings", "orders"];

/** A case takes milliseconds; one that takes this long on a busy machine hangs. */
const longestCaseMs = 60_000;

/**
 * Runs the fuzzers of fuzz/ side by side, each in a process of its own for `seconds`, from `seed` on. A broken promise is printed with
 * its input, shrunk; a crash or a hang with the input that was tried. Each fuzzer counts as one test.
 */
export async function testFuzz({ seconds = 60, seed = 1, targets = fuzzTargets } = {}) {
  console.log(`> ${title} (fuzz/main.ts ${targets.join(", ")}: ${seconds} s each from seed ${seed})`);
  const from = performance.now();
  const folder = mkdtempSync(join(tmpdir(), "rustybt-fuzz-"));
  try {
    const reports = await Promise.all(targets.map((target) => fuzz(target, seconds, seed, join(folder, target))));
    for (const report of reports) print(report, seconds);
    const failed = reports.filter(({ failure }) => failure !== undefined).length;
    return { title, passed: reports.length - failed, failed, ms: performance.now() - from };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function fuzz(target, seconds, seed, file) {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [inRoot("fuzz", "main.ts"), target, String(seconds), String(seed), file], {
      stdio: ["ignore", "pipe", "pipe"],
      env: { ...process.env, TZ: "UTC" },
    });
    let [stdout, stderr, hangs] = ["", "", false];
    child.stdout.on("data", (chunk) => {
      stdout += chunk;
    });
    child.stderr.on("data", (chunk) => {
      stderr += chunk;
    });
    const started = Date.now();
    const watch = setInterval(() => {
      const last = statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? started;
      if (Date.now() - last < longestCaseMs) return;
      hangs = true;
      child.kill("SIGKILL");
    }, 1000);
    child.on("error", (error) => {
      stderr += error.message;
    });
    child.on("close", (code, signal) => {
      clearInterval(watch);
      const line = stdout.trimEnd().split("\n").at(-1) ?? "";
      if (code === 0 && line.startsWith("{")) return resolve({ target, firstSeed: seed, ...JSON.parse(line) });
      const message = hangs
        ? `no end after ${longestCaseMs / 1000} s`
        : `the process ended with ${signal ?? `status ${code}`}: ${stderr.slice(-4000)}`;
      resolve({ target, firstSeed: seed, seed, cases: 0, outcomes: {}, failure: { input: lastInput(file), message, shrinks: 0 } });
    });
  });
}

function lastInput(file) {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "(no case had begun)";
  }
}

function print({ target, firstSeed, seed, cases, outcomes, failure }, seconds) {
  const accepted = outcomes.accepted ?? 0;
  const codes = Object.keys(outcomes).length - (accepted > 0 ? 1 : 0);
  console.log(
    `  ${target}: seeds ${firstSeed} to ${seed}, ${cases} cases, ${accepted} accepted, the others with ${codes} codes${failure ? ": FAILED" : ""}`,
  );
  if (failure === undefined) return;
  console.log(`  ${failure.message}\n  input (${failure.shrinks} times shrunk): ${failure.input}`);
  console.log(`  again: npm run soak:fuzz -- ${seconds} --seed ${seed} --target ${target}`);
}
