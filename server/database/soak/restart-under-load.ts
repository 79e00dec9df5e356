import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { drizzle } from "drizzle-orm/postgres-js";
import postgres from "postgres";
import { addOrganisation } from "#drizzle/seed/factories.ts";
import { startEmbedded } from "../embedded.ts";
import { migrateDatabase } from "../migrate.ts";
import { roleUrl } from "../roles.ts";
import type { LoadOrder, LoadReport } from "./restart-load.ts";

export interface RestartFigures {
  readonly restarts: number;
  readonly terminations: number;
  /** Of the loading process, before it was told to end. */
  readonly processExits: number;
  readonly ackedWrites: number;
  /** Acknowledged, but not in the database at the end. */
  readonly lostWrites: number;
  /** Rows beyond one per acknowledged write. */
  readonly surplusRows: number;
  /** By the code the driver gave. */
  readonly failures: Readonly<Record<string, number>>;
  /** From the moment the database took connections again to the next acknowledged write. */
  readonly slowestReadyMs: number;
  /** Restarts after which the listener from before heard a notification within 5 s. */
  readonly listenerReturned: number;
}

/**
 * J-06 (reliability): crashes PostgreSQL again and again under writers and ends all sessions in between. Half of the crashes meet a process that
 * is busy computing.
 */
export async function restartUnderLoad(restarts: number): Promise<RestartFigures> {
  const home = mkdtempSync(join(tmpdir(), "rustybt-soak-"));
  chmodSync(home, 0o755);
  const secret = "soak".repeat(10);
  // Durable, unlike other throw-away databases: a crash that loses what was acknowledged is what this looks for.
  const runtimeFolder = join(tmpdir(), `rustybt-test-runtime-${process.getuid?.() ?? 0}`);
  const database = await startEmbedded({ folder: join(home, "postgres"), runtimeFolder, secret });
  let load: ChildProcess | undefined;
  try {
    await migrateDatabase(database.url, secret);
    const organisation = await withAdmin(database.url, (sql) => addOrganisation(drizzle(sql, { casing: "snake_case" }), "Soak"));

    const acked = new Set<string>();
    const failures: Record<string, number> = {};
    let [lastAck, heard, terminations, slowestReadyMs, listenerReturned, processExits] = [0, "", 0, 0, 0, 0];
    const order: LoadOrder = {
      url: roleUrl(database.url, secret, "rustybt_web"),
      organizationId: organisation.id,
      userId: organisation.users.owner,
      writers: 8,
    };
    load = fork(fileURLToPath(new URL("restart-load.ts", import.meta.url)), [JSON.stringify(order)], { execArgv: [] });
    let isEnding = false;
    load.on("exit", () => {
      if (!isEnding) processExits += 1;
    });
    load.on("message", (message: LoadReport) => {
      if ("acked" in message) {
        acked.add(message.acked);
        lastAck = performance.now();
      } else if ("failed" in message) failures[message.failed] = (failures[message.failed] ?? 0) + 1;
      else if ("heard" in message) heard = message.heard;
    });
    const isAlive = () => load?.exitCode === null && load.signalCode === null;
    const until = async (holds: () => boolean, withinMs: number): Promise<boolean> => {
      for (const end = performance.now() + withinMs; performance.now() < end && isAlive(); await sleep(5)) if (holds()) return true;
      return holds();
    };
    await until(() => acked.size > 0, 30_000);

    for (let at = 0; at < restarts && isAlive(); at += 1) {
      await sleep(100);
      if (at % 2 === 1) load.send("block");
      await database.restart("immediate");
      const ready = performance.now();
      await until(() => lastAck > ready, 20_000);
      slowestReadyMs = Math.max(slowestReadyMs, lastAck > ready ? lastAck - ready : Number.POSITIVE_INFINITY);
      const word = `after ${at}`;
      for (const end = performance.now() + 5000; performance.now() < end && heard !== word && isAlive(); ) {
        await withAdmin(database.url, (sql) => sql.notify("soak", word));
        await until(() => heard === word, 100);
      }
      if (heard === word) listenerReturned += 1;
      if (isAlive()) {
        terminations += await withAdmin(database.url, async (sql) => {
          const ended = await sql`select pg_terminate_backend(pid) from pg_stat_activity where usename = 'rustybt_web'`;
          return ended.length;
        });
      }
    }
    isEnding = true;
    if (isAlive()) {
      load.send("end");
      await once(load, "exit");
    }
    const rows = await withAdmin(database.url, (sql) => sql<{ id: string }[]>`select id from uploads`);
    const stored = new Set(rows.map(({ id }) => id));
    return {
      restarts,
      terminations,
      processExits,
      ackedWrites: acked.size,
      lostWrites: [...acked].filter((id) => !stored.has(id)).length,
      surplusRows: rows.length - acked.size,
      failures,
      slowestReadyMs: Math.round(slowestReadyMs),
      listenerReturned,
    };
  } finally {
    load?.kill("SIGKILL");
    await database.stop();
    rmSync(home, { recursive: true, force: true });
  }
}

async function withAdmin<T>(url: string, work: (sql: postgres.Sql) => Promise<T>): Promise<T> {
  const sql = postgres(url, { max: 1, onnotice: () => {} });
  try {
    return await work(sql);
  } finally {
    await sql.end({ timeout: 1 });
  }
}
