import { chmodSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { connect, createServer, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import postgres from "postgres";
import { afterAll, beforeAll, expect, test } from "vitest";
import { connectAuthDb, connectTenantDb } from "#server/database/connect.ts";
import { type EmbeddedDatabase, startEmbedded } from "#server/database/embedded.ts";
import { migrateDatabase } from "#server/database/migrate.ts";
import { type ApplicationRole, roleUrl } from "#server/database/roles.ts";
import type { RunDetails } from "./get-run.ts";
import { type RunFixture, runFixture } from "./testing/run-fixture.ts";

// A database server of this file's own: others would not like its restarts.
const home = mkdtempSync(join(tmpdir(), "rustybt-outage-"));
const secret = "outage".repeat(6);
// 1,006 bars of ten milliseconds or more each, so that an outage finds it at work.
const slow = `import { defineStrategy } from "rustybt";
export default defineStrategy({
  onBar() {
    for (const end = 12_000_000, count = { n: 0 }; count.n < end; count.n++);
  },
});
`;
let server: EmbeddedDatabase;
let close: () => Promise<unknown>;
let fixture: RunFixture;
let aapl: string;
let strategyVersionId: string;

beforeAll(async () => {
  chmodSync(home, 0o755);
  const runtimeFolder = join(tmpdir(), `rustybt-test-runtime-${process.getuid?.() ?? 0}`);
  server = await startEmbedded({ folder: join(home, "postgres"), runtimeFolder, secret });
  await migrateDatabase(server.url, secret);
  const urlOf = (role: ApplicationRole) => roleUrl(server.url, secret, role);
  const [web, worker, auth] = [
    connectTenantDb(urlOf("rustybt_web"), 2),
    connectTenantDb(urlOf("rustybt_worker"), 2),
    connectAuthDb(urlOf("rustybt_auth"), 2),
  ];
  const admin = postgres(server.url, { max: 2, onnotice: () => {} });
  close = () => Promise.all([web.close(), worker.close(), auth.close(), admin.end()]);
  fixture = await runFixture({ web: web.db, worker: worker.db, auth: auth.db, admin, ownerUrl: server.url, secret, urlOf });
  aapl = await fixture.addCsv("examples/data/AAPL.csv", "AAPL");
  strategyVersionId = await fixture.addStrategy(slow, "slow");
});

afterAll(async () => {
  await close();
  await server.stop();
  rmSync(home, { recursive: true, force: true });
});

const outcomes = ({ attempts }: RunDetails) => attempts.map(({ outcome }) => outcome);
const resultsOf = (runId: string) => fixture.database.admin`select hash from run_results where run_id = ${runId}`;

test("a database that crashes and is restarted while a run executes leaves one result, of the same attempt", async () => {
  const worker = await fixture.startWorker();
  const runId = await fixture.createRun({ strategyVersionId, datasetVersionIds: [aapl] });
  await fixture.until(runId, ({ progress }) => progress !== null);
  await server.restart("immediate");
  await fixture.until(runId, ({ progress }) => progress !== null && progress.bar > 500);
  await server.restart("fast");
  const run = await fixture.ended(runId);
  expect([run.status, run.error, outcomes(run)]).toEqual(["succeeded", null, ["succeeded"]]);
  expect(await resultsOf(runId)).toHaveLength(1);
  // What was live before went on being live.
  expect(run.progress?.bar).toBe(run.progress?.bars);
  expect(run.progress?.bars).toBe(readFileSync("examples/data/AAPL.csv", "utf8").trim().split("\n").length - 1);
  worker.kill("SIGTERM");
  await worker.exited;
});

test("outages longer than a lease, however many, are held against no worker: the run is not quarantined", {
  timeout: 300_000,
}, async () => {
  const way = await wayTo(server.url);
  const worker = await fixture.startWorker({ leaseSeconds: 2, databaseUrl: way.url });
  const runId = await fixture.createRun({ strategyVersionId, datasetVersionIds: [aapl] });
  for (let outage = 0; outage < 3; outage++) {
    await fixture.until(runId, ({ status, epoch, progress }) => status === "running" && epoch > outage && progress !== null);
    way.cut();
    await new Promise((resolve) => setTimeout(resolve, 4_000));
    way.mend();
    await fixture.until(runId, ({ attempts }) => attempts[outage]?.outcome === "handedBack");
  }
  const run = await fixture.ended(runId);
  expect([run.status, run.error, outcomes(run)]).toEqual(["succeeded", null, ["handedBack", "handedBack", "handedBack", "succeeded"]]);
  expect(await resultsOf(runId)).toHaveLength(1);
  worker.kill("SIGTERM");
  await worker.exited;
  await way.close();
});

/** Another address of a database, which can be made to lead nowhere. */
async function wayTo(url: string) {
  const target = new URL(url);
  const open = new Set<Socket>();
  let isCut = false;
  const relay = createServer((socket) => {
    if (isCut) return socket.destroy();
    const onward = connect(Number(target.port), target.hostname);
    for (const [one, other] of [
      [socket, onward],
      [onward, socket],
    ] as const) {
      open.add(one);
      one.on("error", () => other.destroy());
      one.on("close", () => {
        open.delete(one);
        other.destroy();
      });
      one.pipe(other);
    }
  });
  await new Promise<void>((resolve) => relay.listen(0, "127.0.0.1", resolve));
  const address = relay.address();
  const led = new URL(url);
  led.port = String(typeof address === "object" ? address?.port : "");
  const drop = () => {
    for (const socket of open) socket.destroy();
  };
  return {
    url: led.href,
    cut: () => {
      isCut = true;
      drop();
    },
    mend: () => {
      isCut = false;
    },
    close: async () => {
      drop();
      await new Promise((resolve) => relay.close(resolve));
    },
  };
}
