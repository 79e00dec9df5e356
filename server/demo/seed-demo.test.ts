import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, readFileSync, rmSync } from "node:fs";
import { dirname } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { isPassword } from "#server/auth/password.ts";
import { type RunFixture, runFixture } from "#server/runs/testing/run-fixture.ts";
import { type DemoOptions, seedDemo } from "./seed-demo.ts";

let fixture: RunFixture;
let options: DemoOptions;

beforeAll(async () => {
  fixture = await runFixture();
  const { database, folders } = fixture;
  mkdirSync(dirname(folders.demoSignIn), { recursive: true });
  // As on a new machine, which may be one for a single organisation.
  await database.admin.begin(async (tx) => {
    await tx`set local session_replication_role = replica`;
    await tx`truncate organizations, users, audit_log cascade`;
  });
  options = { databaseUrl: database.ownerUrl, secret: database.secret, folders };
});

/** A start of its own process, to be killed in the middle. */
function startSeeding(): ChildProcess {
  const code = `const { seedDemo } = await import("./server/demo/seed-demo.ts"); await seedDemo(${JSON.stringify(options)});`;
  return spawn(process.execPath, ["--input-type=module", "-e", code], { stdio: "inherit" });
}

async function killedWhen(table: "users" | "strategies" | "uploads" | "runs"): Promise<void> {
  const seeding = startSeeding();
  const exited = once(seeding, "exit");
  for (const end = performance.now() + 120_000; (await demoRows(table)) === 0; ) {
    if (seeding.exitCode !== null || performance.now() > end) throw new Error(`no row in ${table}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  seeding.kill("SIGKILL");
  await exited;
}

async function demoRows(table: string): Promise<number> {
  const { admin } = fixture.database;
  const demo = admin`select id from users where email = 'demo@rustybt.example'`;
  const [row] =
    table === "users" || table === "memberships"
      ? await admin`select count(*)::int as count from ${admin(table)} where ${admin(table === "users" ? "id" : "user_id")} in (${demo})`
      : await admin`select count(*)::int as count from ${admin(table)} where created_by in (${demo})`;
  return row?.count;
}

const opens = async (password: string) => {
  const [user] = await fixture.database.admin`select password_hash from users where email = 'demo@rustybt.example'`;
  return isPassword(user?.password_hash, password);
};

test("a seeding that is killed after each of its steps is taken up where it was", { timeout: 300_000 }, async () => {
  // Nobody reads the first strategy: this start would wait for its minute.
  await killedWhen("users");
  await killedWhen("strategies");
  const worker = await fixture.startWorker();
  await killedWhen("uploads");
  await killedWhen("runs");
  const { signIn, note } = await seedDemo(options);
  expect(["first backtest finished", "there already"]).toContain(note);
  const counts = async () =>
    Object.fromEntries(
      await Promise.all(
        ["users", "memberships", "strategies", "uploads", "datasets", "runs"].map(async (table) => [table, await demoRows(table)]),
      ),
    );
  const whole = { users: 1, memberships: 1, strategies: 2, uploads: 1, datasets: 1, runs: 1 };
  expect(await counts()).toEqual(whole);
  const [run] = await fixture.database.admin`select status from runs`;
  expect(run?.status).toBe("succeeded");
  expect(await opens(signIn.password)).toBe(true);

  expect(await seedDemo(options)).toEqual({ signIn, note: "there already" });
  expect(await counts()).toEqual(whole);
  worker.kill("SIGTERM");
  await worker.exited;
});

test("when the file with its password is gone, the demo account gets a new one", async () => {
  const { demoSignIn } = options.folders;
  const before = JSON.parse(readFileSync(demoSignIn, "utf8"));
  rmSync(demoSignIn);
  const { signIn } = await seedDemo(options);
  expect(JSON.parse(readFileSync(demoSignIn, "utf8"))).toEqual(signIn);
  expect([await opens(before.password), await opens(signIn.password)]).toEqual([false, true]);
});
