import { readFileSync, renameSync, writeFileSync } from "node:fs";
import { sql } from "drizzle-orm";
import { afterEach, beforeAll, expect, test } from "vitest";
import { withTenant } from "#server/database/connect.ts";
import { enqueue, runExecute } from "#server/jobs/index.ts";
import { cancelRun } from "./cancel-run.ts";
import { claimRun, LeaseLostError } from "./run-attempt.ts";
import { isTerminal } from "./run-events.ts";
import { killAtPoints, seeded } from "./testing/kill-points.ts";
import { descendants, type RunFixture, runFixture } from "./testing/run-fixture.ts";

const smaCross = readFileSync("examples/sma-cross.ts", "utf8");
const slow = `import { defineStrategy } from "rustybt";
export default defineStrategy({
  onBar() {
    for (const end = 3_000_000, count = { n: 0 }; count.n < end; count.n++);
  },
});
`;
const endless = `import { defineStrategy } from "rustybt";
export default defineStrategy({ onBar() { for (;;); } });
`;

let fixture: RunFixture;
let aapl: string;
let strategyVersionId: string;

beforeAll(async () => {
  fixture = await runFixture();
  aapl = await fixture.addCsv("examples/data/AAPL.csv", "AAPL");
  strategyVersionId = await fixture.addStrategy(smaCross);
});

// A worker that a failed test has left would take the runs of the next one.
afterEach(() => fixture.killWorkers());

const input = () => ({ strategyVersionId, datasetVersionIds: [aapl] });
const claim = (runId: string, leaseSeconds: number) =>
  claimRun(runId, { db: fixture.database.worker, worker: "test", leaseSeconds, onError: () => {} });

test("a transaction that is rolled back leaves no job", async () => {
  const runId = "0193aaaa-0000-7000-8000-000000000001";
  await expect(
    withTenant(fixture.database.web, fixture.author, async (tx) => {
      await enqueue(tx, runExecute, { runId }, { key: runId });
      await tx.execute(sql`select 1 / 0`);
    }),
  ).rejects.toThrow();
  expect(await fixture.database.admin`select id from pgboss.job where singleton_key = ${runId}`).toHaveLength(0);
});

test("of a hundred deliveries of one run at the same time one executes it", async () => {
  const runId = await fixture.createRun(input());
  const claims = await Promise.all(Array.from({ length: 100 }, () => claim(runId, 60)));
  expect(claims.filter((attempt) => attempt !== undefined).map((attempt) => attempt?.epoch)).toEqual([1]);
  await claims.find((attempt) => attempt !== undefined)?.settle("cancelled");
});

test("an attempt whose lease was taken over writes nothing more: no progress, no result, no end", async () => {
  const runId = await fixture.createRun(input());
  const zombie = await claim(runId, 60);
  expect(await claim(runId, 60)).toBeUndefined();
  await fixture.expireLease(runId);
  const heir = await claim(runId, 60);
  expect([zombie?.epoch, heir?.epoch]).toEqual([1, 2]);
  const progress = { bar: 1, bars: 2, date: "2024-01-02", equity: "1", barsPerSecond: 1 };
  await expect(zombie?.effect({ progress }, [{ kind: "progress", body: progress }])).rejects.toBeInstanceOf(LeaseLostError);
  await expect(zombie?.settle("succeeded", { more: () => Promise.reject(new Error("must not be reached")) })).rejects.toBeInstanceOf(
    LeaseLostError,
  );
  await heir?.settle("cancelled");
  const run = await fixture.ended(runId);
  expect([run.status, run.progress, run.attempts.map(({ outcome }) => outcome)]).toEqual(["cancelled", null, ["lost", "cancelled"]]);
  // Settling twice, as after a commit whose answer was lost, changes nothing.
  await heir?.settle("cancelled");
});

// `npm run soak:jobs` asks for 500 moments and keeps what was seen.
const moments = Number(process.env.SOAK_MOMENTS ?? 12);

test(`a worker killed at any of ${moments} moments of a run leaves exactly one result`, { timeout: moments * 120_000 }, async () => {
  const reference = await fixture.startWorker({ leaseSeconds: 3 });
  await fixture.ended(await fixture.createRun(input()));
  const started = performance.now();
  const whole = await fixture.ended(await fixture.createRun(input()));
  const tookMs = performance.now() - started;
  reference.kill("SIGTERM");
  await reference.exited;
  const random = seeded(20261125);
  const at = Array.from({ length: moments }, (_, index) => Math.round(((index + random()) / moments) * tookMs * 1.2));
  const points = await killAtPoints(fixture, { moments: at, input: input(), hash: whole.result?.hash ?? "" });
  if (process.env.SOAK_OUT !== undefined)
    writeFileSync(process.env.SOAK_OUT, `${JSON.stringify({ tookMs: Math.round(tookMs), points })}\n`);
  expect(points.some(({ attempts }) => attempts.includes("lost"))).toBe(true);
  // One of them may have met a busy moment of the machine.
  const recovered = points.map(({ recoveredMs }) => recoveredMs).sort((a, b) => a - b);
  expect(recovered.at(-2)).toBeLessThan(30_000);
});

test("a worker that was stopped and wakes up after its lease changes nothing of what its heir did", async () => {
  const version = await fixture.addStrategy(slow, "slow");
  const zombie = await fixture.startWorker();
  const runId = await fixture.createRun({ strategyVersionId: version, datasetVersionIds: [aapl] });
  await fixture.until(runId, ({ progress }) => progress !== null);
  zombie.kill("SIGSTOP");
  await fixture.expireLease(runId);
  const heir = await fixture.startWorker();
  const held = await fixture.until(runId, ({ epoch, progress }) => epoch === 2 && progress !== null);
  zombie.kill("SIGCONT");
  const run = await fixture.ended(runId);
  await fixture.until(runId, () => zombie.lines().some(({ msg }) => String(msg).startsWith("run given up")));
  expect([held.attempts[0]?.outcome, run.status, run.attempts.map(({ outcome }) => outcome)]).toEqual([
    "lost",
    "succeeded",
    // The database may have ended a transaction of the one that stood still; then it says itself that it was not dead.
    [expect.stringMatching(/^(lost|handedBack)$/), "succeeded"],
  ]);
  expect(await fixture.database.admin`select epoch from run_results where run_id = ${runId}`).toEqual([{ epoch: 2 }]);
  for (const worker of [zombie, heir]) {
    worker.kill("SIGTERM");
    await worker.exited;
  }
});

test("a worker told to stop hands its run back within seconds, and the next one takes it up", async () => {
  const version = await fixture.addStrategy(endless, "endless");
  const first = await fixture.startWorker();
  const runId = await fixture.createRun({ strategyVersionId: version, datasetVersionIds: [aapl] });
  await fixture.until(runId, ({ status }) => status === "running");
  const told = performance.now();
  first.kill("SIGTERM");
  await first.exited;
  // It has five to end its run, which never ends, and 25 for all.
  expect(performance.now() - told).toBeLessThan(60_000);
  const handed = await fixture.until(runId, () => true);
  expect([handed.status, handed.attempts[0]?.outcome]).toEqual(["queued", "handedBack"]);
  const second = await fixture.startWorker();
  await fixture.until(runId, ({ status, epoch }) => status === "running" && epoch === 2);
  await cancelRun(fixture.database.web, fixture.author, runId);
  const run = await fixture.ended(runId);
  expect([run.status, run.attempts.map(({ outcome }) => outcome)]).toEqual(["cancelled", ["handedBack", "cancelled"]]);
  second.kill("SIGTERM");
  await second.exited;
});

test("what this machine does wrong is tried again, and the run succeeds when it is right", async () => {
  const [dataset] = await fixture.database.admin`select object_sha256 from dataset_versions where id = ${aapl}`;
  const path = fixture.objects.path(dataset?.object_sha256);
  renameSync(path, `${path}.away`);
  const worker = await fixture.startWorker();
  const runId = await fixture.createRun(input());
  await fixture.until(runId, ({ attempts }) => attempts[0]?.outcome === "infrastructure");
  renameSync(`${path}.away`, path);
  const run = await fixture.ended(runId);
  expect([run.status, run.attempts.at(0)?.outcome, run.attempts.at(-1)?.outcome]).toEqual(["succeeded", "infrastructure", "succeeded"]);
  worker.kill("SIGTERM");
  await worker.exited;
});

test("a sandbox that ends before it has shown its layers is this machine's fault, not a missing program", async () => {
  const worker = await fixture.startWorker();
  // The worker looks at its sandbox now and then; the job that counts is the run's.
  const isRun = (pid: number): boolean => {
    try {
      const folder = /([^\0]*\/jobs\/[^\0]+)\0\/job\0/.exec(readFileSync(`/proc/${pid}/cmdline`, "utf8"))?.[1];
      return folder !== undefined && JSON.parse(readFileSync(`${folder}/job.json`, "utf8")).task === "run";
    } catch {
      return false; // gone meanwhile
    }
  };
  // Answers whether the run's sandbox was met before the run was over.
  const killSandbox = async (of: string): Promise<boolean> => {
    for (let looked = performance.now(); ; await new Promise((resolve) => setImmediate(resolve))) {
      const victim = descendants(worker.pid).find(isRun);
      if (victim !== undefined) return process.kill(victim, "SIGKILL");
      if (performance.now() - looked < 1_000) continue;
      if (isTerminal((await fixture.until(of, () => true)).status)) return false;
      looked = performance.now();
    }
  };
  let runId = await fixture.createRun(input());
  while (!(await killSandbox(runId))) runId = await fixture.createRun(input());
  const run = await fixture.ended(runId);
  expect([run.status, run.error, run.attempts.map(({ outcome }) => outcome)]).toEqual(["succeeded", null, ["infrastructure", "succeeded"]]);
  worker.kill("SIGTERM");
  await worker.exited;
});

test("a run that two workers died over is not given to a third", async () => {
  const version = await fixture.addStrategy(endless, "endless");
  const runId = await fixture.createRun({ strategyVersionId: version, datasetVersionIds: [aapl] });
  for (const epoch of [1, 2]) {
    const victim = await fixture.startWorker();
    await fixture.until(runId, (run) => run.epoch === epoch && run.status === "running");
    victim.kill("SIGKILL");
    await victim.exited;
    await fixture.expireLease(runId);
  }
  const third = await fixture.startWorker();
  const run = await fixture.ended(runId);
  expect([run.status, run.error?.code, run.attempts.map(({ outcome }) => outcome)]).toEqual([
    "failed",
    "run.quarantined",
    ["lost", "lost", "failed"],
  ]);
  third.kill("SIGTERM");
  await third.exited;
});
