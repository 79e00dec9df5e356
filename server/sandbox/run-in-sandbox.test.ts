import "./testing/sandbox-home.ts";
import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { leastTime } from "#server/lib/testing/least-time.ts";
import { defaultLimits, inspectLimits } from "./limits.ts";
import type { LiveFrame } from "./receive-output.ts";
import { runInSandbox, runProgram } from "./run-in-sandbox.ts";
import { bundled, exampleFile, jobProcesses, leftovers, onBar, runOf } from "./testing/sandbox-jobs.ts";

const root = join(import.meta.dirname, "../..");
const organisations = process.getuid?.() === 0 ? "several" : "one";
const temporary = () => mkdtempSync(join(tmpdir(), "sandbox-test-"));

test("a run has the hash and the document of the command line for the same file, data and settings", async () => {
  const folder = temporary();
  const { sha256 } = await bundled(exampleFile("sma-cross.ts"));
  const outcome = await runInSandbox({
    job: {
      ...runOf(await bundled(exampleFile("sma-cross.ts"))),
      settings: { cash: "50000", commission: "perShare:0.005,min=1", slippage: "bps:2", from: "2013-01-02" },
      params: { fast: 12 },
    },
    outputFolder: join(folder, "portal"),
    organisations,
  });
  if (outcome.status !== "succeeded") throw new Error(JSON.stringify(outcome));
  const flags = [
    "--cash",
    "50000",
    "--commission",
    "perShare:0.005,min=1",
    "--slippage",
    "bps:2",
    "--from",
    "2013-01-02",
    "--param",
    "fast=12",
  ];
  const strategy = join(root, "examples/sma-cross.ts");
  execFileSync(
    process.execPath,
    [join(root, "sdk/bin/rustybt.js"), "run", strategy, "--data", "AAPL.csv", ...flags, "--out", join(folder, "cli")],
    { cwd: join(root, "examples/data") },
  );
  const read = (which: string) => JSON.parse(readFileSync(join(folder, which, "result.json"), "utf8"));
  const [cli, portal] = [read("cli"), read("portal")];
  expect(portal.hash).toBe(cli.hash);
  expect(outcome.result.run).toEqual({ hash: cli.hash, seal: cli.seal, bars: cli.summary.points });
  expect(portal.manifest.strategy.sha256).toBe(sha256);
  const timeless = ({ manifest, ...rest }: { manifest: object }) => ({ ...rest, manifest: { ...manifest, startedAt: 0, elapsedMs: 0 } });
  expect(timeless(portal)).toEqual(timeless(cli));
  rmSync(folder, { recursive: true });
});

test("a result too long for one document comes with its sidecars", async () => {
  const folder = temporary();
  const lines = ["time,open,high,low,close,volume"];
  for (let n = 0; n < 30_000; n++) lines.push(`${new Date(Date.UTC(2020, 0, 1) + n * 60_000).toISOString()},10,12,9,${10 + (n % 2)},100`);
  const path = join(folder, "X.csv");
  writeFileSync(path, lines.join("\n"));
  const job = runOf(await bundled(onBar("ctx.order(ctx.bars % 2 === 0 ? -1 : 1);")));
  const outcome = await runInSandbox({
    job: { ...job, data: [{ path, format: "csv", name: "X.csv" }] },
    outputFolder: join(folder, "out"),
    organisations,
  });
  if (outcome.status !== "succeeded") throw new Error(JSON.stringify(outcome));
  expect(outcome.parts.map(({ name }) => name)).toEqual(["equity.ndjson.gz", "events.ndjson.gz", "result.json"]);
  const verified = execFileSync(process.execPath, [join(root, "sdk/bin/rustybt.js"), "verify", join(folder, "out/result.json")], {
    encoding: "utf8",
  });
  expect(verified).toContain("everything holds");
  rmSync(folder, { recursive: true });
});

test("an inspection answers the strategy's name and its parameters in their order", async () => {
  const text = `import { defineStrategy, param } from "rustybt";
export default defineStrategy({
  params: { length: param.int(20, { min: 2, max: 200 }), share: param.decimal("0.5", { min: 0, max: 1 }), side: param.choice("long", ["long", "both"]), on: param.bool(true), x: param.float(1.5, { step: 0.5 }) },
});`;
  const outcome = await runInSandbox({
    job: { task: "inspect", strategy: await bundled({ path: "lib/mean.ts", text }) },
    limits: inspectLimits,
    organisations,
  });
  expect(outcome).toMatchObject({ status: "succeeded" });
  if (outcome.status !== "succeeded") return;
  expect(outcome.result.strategy).toEqual({
    name: "mean",
    params: [
      { name: "length", kind: "int", default: 20, min: 2, max: 200 },
      { name: "share", kind: "decimal", default: "0.5", min: "0", max: "1" },
      { name: "side", kind: "choice", default: "long", choices: ["long", "both"] },
      { name: "on", kind: "bool", default: true },
      { name: "x", kind: "float", default: 1.5, step: 0.5 },
    ],
  });
});

test("an error carries bar, date, file, line, column and the user's line, also from a second file", async () => {
  const strategy = await bundled(
    {
      path: "main.ts",
      text: 'import { defineStrategy } from "rustybt";\nimport { risky } from "./lib/risky.js";\nexport default defineStrategy({ onBar: (ctx) => risky(ctx.bars) });\n',
    },
    {
      path: "lib/risky.ts",
      text: '// Not before the third bar.\nexport function risky(bars: number): void {\n  if (bars === 3) throw new Error("too risky");\n}\n',
    },
  );
  const outcome = await runInSandbox({ job: runOf(strategy), organisations });
  expect(outcome).toMatchObject({
    status: "failed",
    error: {
      code: "strategy.threw",
      message: "the strategy threw Error: too risky (in onBar, bar 3 of 2012-01-05, AAPL; lib/risky.ts:3:25)",
      bar: 3,
      date: "2012-01-05",
      file: "lib/risky.ts",
      line: 3,
      column: 25,
      excerpt: '  if (bars === 3) throw new Error("too risky");',
      isInfrastructure: false,
    },
  });
});

test("what fails while the file is loaded, a wrong default export and a missing name are told apart", async () => {
  const errorOf = async (text: string) => {
    const outcome = await runInSandbox({
      job: { task: "inspect", strategy: await bundled({ path: "a.ts", text }) },
      limits: inspectLimits,
      organisations,
    });
    return outcome.status === "failed" ? outcome.error : undefined;
  };
  expect(await errorOf('throw new Error("early");')).toMatchObject({
    code: "strategy.load",
    message: "early",
    file: "a.ts",
    line: 1,
    column: 7,
  });
  expect(await errorOf("export default 1;")).toMatchObject({
    code: "strategy.notAStrategy",
    message: "the default export is not a strategy",
  });
  expect(await errorOf("export const a = 1;")).toMatchObject({ code: "strategy.notAStrategy", message: "the file has no default export" });
  expect(await errorOf('import { defineStrategi } from "rustybt"; export default defineStrategi({});')).toMatchObject({
    code: "strategy.import",
    message: expect.stringContaining("no export named defineStrategi"),
  });
  expect(await errorOf('import { defineStrategy } from "rustybt"; export default defineStrategy({ onBars() {} });')).toMatchObject({
    code: "strategy.definition",
    line: 1,
  });
});

test("progress and log lines come while the run goes on, at most a few a second, without what terminals obey", async () => {
  const frames: LiveFrame[] = [];
  const strategy = await bundled(
    onBar(
      'if (ctx.bars < 4) ctx.log("bar", ctx.bars, "\\u001b[2J\\u0000");\n    for (let n = 0, x = 0; n < 500_000; n++) x += Math.sqrt(n);',
    ),
  );
  const folder = temporary();
  const outcome = await runInSandbox({
    job: runOf(strategy),
    onFrame: (frame) => frames.push(frame),
    outputFolder: join(folder, "out"),
    organisations,
  });
  expect(outcome.status).toBe("succeeded");
  const progress = frames.filter(({ kind }) => kind === "progress");
  expect(progress.length).toBeGreaterThan(1);
  if (outcome.status === "succeeded") expect(progress.length).toBeLessThanOrEqual(2 + outcome.usage.wallMs / 250);
  expect(progress.at(-1)).toMatchObject({ bar: 1006, bars: 1006, date: "2015-12-31" });
  expect(frames.flatMap((frame) => (frame.kind === "log" ? frame.lines : []))).toEqual(
    [1, 2, 3].map((bar) => ({ t: `2012-01-0${bar + 2}T00:00:00Z`, bar: bar - 1, message: `bar ${bar} \ufffd[2J\ufffd` })),
  );
  rmSync(folder, { recursive: true });
});

test("a cancelled job is gone within two seconds, however it holds on", async () => {
  const strategy = await bundled(onBar('if (ctx.bars === 1) ctx.log("at work"); const until = ctx.bars > 2; while (until);'));
  const pass = async () => {
    const controller = new AbortController();
    const folder = temporary();
    const atWork = Promise.withResolvers<void>();
    const running = runInSandbox({
      job: runOf(strategy),
      signal: controller.signal,
      onFrame: () => atWork.resolve(),
      outputFolder: join(folder, "out"),
      organisations,
    });
    await Promise.race([atWork.promise, running]);
    const asked = performance.now();
    controller.abort();
    expect((await running).status).toBe("cancelled");
    const tookMs = performance.now() - asked;
    expect(leftovers()).toEqual([]);
    expect(existsSync(join(folder, "out"))).toBe(false);
    rmSync(folder, { recursive: true });
    return tookMs;
  };
  expect(await leastTime(2_000, pass)).toBeLessThan(2_000);
});

test("S-22 a job that ignores SIGTERM ends with its parent, killed as it is", async () => {
  const script = join(import.meta.dirname, "testing/endless-job.ts");
  const parent = spawn(process.execPath, ["--no-warnings", script], { stdio: ["ignore", "pipe", "inherit"] });
  try {
    await once(parent.stdout, "data", { signal: AbortSignal.timeout(120_000) });
    expect(jobProcesses().length).toBeGreaterThan(0);
  } finally {
    parent.kill("SIGKILL");
  }
  await expect.poll(jobProcesses).toEqual([]);
});

test("memory is held to its limit, whatever kind it is", async () => {
  const limits = { ...defaultLimits, memoryBytes: 256 * 2 ** 20 };
  for (const code of [
    "const all: Uint8Array[] = []; for (;;) all.push(new Uint8Array(1 << 22).fill(1));",
    "const all: object[] = []; for (;;) all.push({ n: all.length });",
  ]) {
    const outcome = await runInSandbox({ job: runOf(await bundled(onBar(code))), limits, organisations });
    expect(outcome).toMatchObject({ status: "failed" });
    if (outcome.status !== "failed" || outcome.usage.peakMemoryBytes === undefined) continue;
    expect(outcome.usage.peakMemoryBytes / limits.memoryBytes).toBeLessThanOrEqual(1.05);
  }
});

test("S-41 two jobs at once see nothing of each other", async () => {
  const look = `import fs from "node:fs";
const head = (text) => { const bytes = Buffer.alloc(4); bytes.writeUInt32LE(Buffer.byteLength(text)); fs.writeSync(3, Buffer.concat([bytes, Buffer.from(text)])); };
head(JSON.stringify({ kind: "layers", seen: { filesystem: "denied", systemCalls: "denied", environment: "denied" } }));
fs.readSync(0, Buffer.alloc(3));
const code = (act) => { try { return String(act()); } catch (error) { return error.code; } };
const signals = new Set(); for (let pid = 2; pid < 50_000; pid++) signals.add(code(() => process.kill(pid, 0)));
fs.writeSync(1, [process.pid, fs.readdirSync("/job").join(), fs.readdirSync("/job/data").join(), ...signals, code(() => fs.readdirSync("/proc"))].join(" "));`;
  const job = { ...runOf(await bundled(onBar(""))), strategy: { code: look, sourceMap: "", files: [], name: "look", sha256: "" } };
  const outcomes = await Promise.all([0, 1].map(() => runProgram({ job, organisations }, { program: "/job/strategy.mjs" })));
  for (const outcome of outcomes) expect("stdout" in outcome && outcome.stdout).toBe("1 data,job.json,strategy.mjs 0 EPERM ENOENT");
});

test("S-24 S-25 system calls made without Node's help are ended or not known", async () => {
  const folder = temporary();
  chmodSync(folder, 0o755);
  const attack = join(folder, "attack");
  execFileSync("cc", ["-static", "-O1", "-o", attack, join(import.meta.dirname, "testing/system-calls.c")]);
  const tries = async (name: string) => {
    const code = `import fs from "node:fs";
const send = (text) => { const bytes = Buffer.alloc(4); bytes.writeUInt32LE(Buffer.byteLength(text)); fs.writeSync(3, Buffer.concat([bytes, Buffer.from(text)])); };
send(JSON.stringify({ kind: "layers", seen: { filesystem: "denied", systemCalls: "denied", environment: "denied" } }));
fs.readSync(0, Buffer.alloc(3));
process.execve("/job/data/0/attack", ["/job/data/0/attack", ${JSON.stringify(name)}], {});`;
    const job = {
      ...runOf(await bundled(onBar(""))),
      strategy: { code, sourceMap: "", files: [], name: "x", sha256: "" },
      data: [{ path: attack, format: "csv", name: "attack" } as const],
    };
    const outcome = await runProgram({ job, organisations }, { program: "/job/strategy.mjs" });
    return outcome.status === "failed" ? `${outcome.exit.status} ${outcome.stdout}`.trim() : outcome.status;
  };
  const killed = [
    "ptrace",
    "process_vm_readv",
    "perf_event_open",
    "bpf",
    "userfaultfd",
    "keyctl",
    "mount",
    "unshare",
    "setns",
    "chroot",
    "memfd_create",
    "socket",
    "socketpair",
    "init_module",
    "kexec_load",
    "reboot",
    "setuid",
    "x32",
    "int80",
  ];
  for (const name of killed) expect(await tries(name), name).toBe("159");
  for (const name of ["io_uring_setup", "clone3"]) expect(await tries(name), name).toBe("0 ENOSYS");
  for (const name of ["fork", "kill", "tiocsti"]) expect(await tries(name), name).toBe("0 EPERM");
  rmSync(folder, { recursive: true });
});

test("a checkout below a folder that is closed to others works", () => {
  const closed = temporary();
  const checkout = join(closed, "checkout");
  mkdirSync(checkout);
  for (const part of ["package.json", "server", "sdk/src", "engine/src", "engine/package.json", "examples", ".build/sandbox"])
    cpSync(join(root, part), join(checkout, part), { recursive: true });
  symlinkSync(join(root, "node_modules"), join(checkout, "node_modules"));
  const stdout = execFileSync(process.execPath, ["--no-warnings", join(checkout, "server/sandbox/testing/one-run.ts")], {
    cwd: checkout,
    encoding: "utf8",
  });
  expect(JSON.parse(stdout)).toMatchObject({ status: "succeeded" });
  rmSync(closed, { recursive: true });
});

test("a state folder that the jobs' user may not enter is named, with the line that opens it", () => {
  if (process.getuid?.() !== 0) return; // a plain user's jobs are that user's own
  const closed = temporary();
  const stdout = execFileSync(process.execPath, ["--no-warnings", join(import.meta.dirname, "testing/one-run.ts")], {
    cwd: root,
    encoding: "utf8",
    env: { ...process.env, RUSTYBT_HOME: closed },
  });
  expect(JSON.parse(stdout)).toMatchObject({
    status: "refused",
    error: { code: "SANDBOX_UNAVAILABLE", hint: `Add it: chmod o+x ${closed}, or set RUSTYBT_HOME to a folder outside of it` },
  });
  rmSync(closed, { recursive: true });
});

test("with RUSTYBT_SANDBOX=off a job runs without any layer, and says so", () => {
  const stdout = execFileSync(process.execPath, ["--no-warnings", join(import.meta.dirname, "testing/one-run.ts")], {
    cwd: root,
    encoding: "utf8",
    env: { ...process.env, RUSTYBT_SANDBOX: "off" },
  });
  const { probe, ...outcome } = JSON.parse(stdout);
  expect(outcome).toMatchObject({ status: "succeeded", layers: [] });
  expect(outcome.missing[0].seen).toContain("The sandbox is switched off");
  expect(probe).toMatchObject({
    isOff: true,
    isAvailable: true,
    isMultiTenant: false,
    message: expect.stringContaining("can read its files, use the network and start programs"),
  });
});

test("S-42 a hundred jobs leave no process, control group or file", async () => {
  const strategy = await bundled(exampleFile("sma-cross.ts"));
  for (let round = 0; round < 25; round++) {
    const outcomes = await Promise.all(
      Array.from({ length: 4 }, () => runInSandbox({ job: { task: "inspect", strategy }, limits: inspectLimits, organisations })),
    );
    expect(outcomes.map(({ status }) => status)).toEqual(Array(4).fill("succeeded"));
  }
  expect(leftovers()).toEqual([]);
});
