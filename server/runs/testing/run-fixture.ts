import { type ChildProcessByStdio, spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import type { Readable } from "node:stream";
import { drizzle } from "drizzle-orm/postgres-js";
import { columnsBytes, readCsv } from "rustybt";
import { afterAll } from "vitest";
import { datasets, datasetVersions, strategies, strategyVersions } from "#drizzle/schema/index.ts";
import { addOrganisation, type SeededOrganisation } from "#drizzle/seed/factories.ts";
import { type TestDatabase, testDatabase } from "#server/database/testing.ts";
import { homeFolders, homeOf } from "#server/lib/home.ts";
import { folderStore, type ObjectStore } from "#server/storage/object-store.ts";
import { type Author, createRun } from "../create-run.ts";
import { getRun, type RunDetails } from "../get-run.ts";
import { isTerminal } from "../run-events.ts";
import type { CreateRunInput } from "../run-input.ts";

export interface RunFixture {
  readonly database: TestDatabase;
  readonly objects: ObjectStore;
  /** Where objects and runtime lie. */
  readonly folders: ReturnType<typeof homeFolders>;
  readonly organisation: SeededOrganisation;
  readonly author: Author;
  addStrategy(text: string, name?: string): Promise<string>;
  addCsv(path: string, symbol: string): Promise<string>;
  /** `databaseUrl`: another way to the same database. */
  startWorker(options?: { readonly leaseSeconds?: number; readonly databaseUrl?: string }): Promise<TestWorker>;
  /** Ends the workers that still run, as after a test that failed. */
  killWorkers(): Promise<void>;
  createRun(input: CreateRunInput): Promise<string>;
  /** As if the lease of whoever holds the run had run out this moment: nobody waits for it, and no short lease is lost on a busy machine. */
  expireLease(runId: string): Promise<void>;
  /** Waits until a run is as wanted; fails with what it is after the time. */
  until(runId: string, isReached: (run: RunDetails) => boolean, withinMs?: number): Promise<RunDetails>;
  ended(runId: string, withinMs?: number): Promise<RunDetails>;
}

export interface TestWorker {
  readonly pid: number;
  /** JSON lines it has logged. */
  readonly lines: () => readonly Record<string, unknown>[];
  kill(signal: NodeJS.Signals): void;
  readonly exited: Promise<unknown>;
}

const ends: (() => Promise<void>)[] = [];
// Here, not where a fixture is made: vitest does not hear of what is to be done after all tests from within a `beforeAll`.
afterAll(async () => {
  for (const end of ends.splice(0)) await end();
});

/** An organisation on a database of this test file, objects in a folder of its own, and real worker processes over both. */
export async function runFixture(own?: TestDatabase): Promise<RunFixture> {
  const database = own ?? (await testDatabase());
  const base = mkdtempSync(join(tmpdir(), "rustybt-runs-"));
  // Jobs run as another user and must get to their folder.
  chmodSync(base, 0o755);
  const folders = homeFolders(homeOf(process.cwd(), base, process.getuid?.() === 0));
  const objects = folderStore(folders.objects);
  const admin = drizzle(database.admin, { casing: "snake_case" });
  const organisation = await addOrganisation(admin, "Runs");
  const author = { organizationId: organisation.id, userId: organisation.users.researcher };
  const made = { organizationId: organisation.id, createdBy: author.userId };
  const workers: ChildProcessByStdio<null, Readable, Readable>[] = [];
  async function killWorkers(): Promise<void> {
    for (const worker of workers) {
      if (worker.exitCode !== null || worker.signalCode !== null) continue;
      worker.kill("SIGKILL");
      await once(worker, "exit");
    }
  }
  ends.push(async () => {
    await killWorkers();
    rmSync(base, { recursive: true, force: true });
  });

  async function until(runId: string, isReached: (run: RunDetails) => boolean, withinMs = 120_000): Promise<RunDetails> {
    const end = performance.now() + withinMs;
    for (;;) {
      const run = await getRun(database.web, author, runId);
      if (isReached(run)) return run;
      if (performance.now() > end) throw new Error(`run ${runId} after ${withinMs} ms: ${JSON.stringify({ ...run, result: undefined })}`);
      await new Promise((resolve) => setTimeout(resolve, 25));
    }
  }

  return {
    database,
    objects,
    folders,
    organisation,
    author,
    until,
    killWorkers,
    ended: (runId, withinMs) => until(runId, ({ status }) => isTerminal(status), withinMs),
    createRun: async (input) => (await createRun(database.web, author, input)).id,
    async expireLease(runId) {
      await database.admin`update run_attempts set lease_until = now() - interval '1 second' where run_id = ${runId} and finished_at is null`;
    },
    async addStrategy(text, name = "strategy") {
      const [strategy] = await admin
        .insert(strategies)
        .values({ ...made, name })
        .returning({ id: strategies.id });
      const [version] = await admin
        .insert(strategyVersions)
        .values({ ...made, strategyId: strategy?.id ?? "", number: 1, sha256: "0".repeat(64), files: [{ path: `${name}.ts`, text }] })
        .returning({ id: strategyVersions.id });
      return version?.id ?? "";
    },
    async addCsv(path, symbol) {
      const data = await readCsv(path, { symbol });
      const { sha256: objectSha256, bytes } = await objects.put(columnsBytes(data));
      const [dataset] = await admin
        .insert(datasets)
        .values({ ...made, name: symbol })
        .returning({ id: datasets.id });
      const [facts] = data.symbols;
      const [version] = await admin
        .insert(datasetVersions)
        .values({
          ...made,
          datasetId: dataset?.id ?? "",
          number: 1,
          objectSha256,
          sourceName: basename(path),
          sourceSha256: facts?.sha256 ?? "",
          sourceBytes: bytes,
          rows: facts?.rows ?? 0,
          symbols: data.symbols.map(({ source: _, sha256: __, ...facts }) => ({ ...facts, priceScale: 2 })),
          report: {},
          readOptions: {},
        })
        .returning({ id: datasetVersions.id });
      return version?.id ?? "";
    },
    async startWorker({ leaseSeconds = 20, databaseUrl = database.ownerUrl } = {}) {
      const worker = spawn(process.execPath, ["--enable-source-maps", ".build/worker.mjs", `--lease-seconds=${leaseSeconds}`], {
        env: {
          NODE_ENV: "production",
          PATH: process.env.PATH,
          NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE,
          DATABASE_URL: databaseUrl,
          RUSTYBT_SECRET: database.secret,
          RUSTYBT_HOME: base,
          RUSTYBT_DATABASE_POOL: "4",
        },
        stdio: ["ignore", "pipe", "pipe"],
      });
      workers.push(worker);
      let text = "";
      worker.stdout.on("data", (chunk: Buffer) => {
        text += chunk.toString("utf8");
      });
      worker.stderr.on("data", (chunk: Buffer) => {
        text += `${JSON.stringify({ stderr: chunk.toString("utf8") })}\n`;
      });
      const lines = () =>
        text
          .split("\n")
          .filter((line) => line.startsWith("{"))
          .map((line): Record<string, unknown> => JSON.parse(line));
      const exited = once(worker, "exit");
      for (const end = performance.now() + 120_000; !text.includes("worker is ready"); ) {
        if (worker.exitCode !== null || performance.now() > end) throw new Error(`the worker did not start:\n${text}`);
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
      return { pid: worker.pid ?? 0, lines, exited, kill: (signal) => worker.kill(signal) };
    },
  };
}

/** The processes below one, by /proc. */
export function descendants(pid: number): number[] {
  let children: number[];
  try {
    children = readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").trim().split(" ").filter(Boolean).map(Number);
  } catch {
    return []; // gone meanwhile
  }
  return children.flatMap((child) => [child, ...descendants(child)]);
}

export const isAlive = (pid: number): boolean => existsSync(`/proc/${pid}`) && !readFileSync(`/proc/${pid}/stat`, "utf8").includes(") Z ");
