import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import postgres from "postgres";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type EmbeddedDatabase, startEmbedded } from "./embedded.ts";
import { migrateDatabase } from "./migrate.ts";
import { roleUrl } from "./roles.ts";

// Roles belong to the server, not to a database: this file needs a server of its own.
const home = mkdtempSync(join(tmpdir(), "rustybt-migrate-"));
chmodSync(home, 0o755);
const secret = "migrate".repeat(6);
let server: EmbeddedDatabase;
let admin: postgres.Sql;

beforeAll(async () => {
  const runtimeFolder = join(tmpdir(), `rustybt-test-runtime-${process.getuid?.() ?? 0}`);
  server = await startEmbedded({ folder: join(home, "postgres"), runtimeFolder, secret, isThrowAway: true });
  admin = postgres(server.url, { max: 1, onnotice: () => {} });
  await admin`create role boss login createrole password 'boss'`;
  await admin`create database plain owner boss`;
});

afterAll(async () => {
  await admin.end();
  await server.stop();
  rmSync(home, { recursive: true, force: true });
});

function plainUrl(): string {
  const url = new URL(server.url);
  url.username = "boss";
  url.password = "boss";
  url.pathname = "/plain";
  return url.href;
}

test("a role that owns the database and may create roles is enough, twice at once and again", async () => {
  await Promise.all([migrateDatabase(plainUrl(), secret), migrateDatabase(plainUrl(), secret)]);
  await migrateDatabase(plainUrl(), secret);
  const web = postgres(roleUrl(plainUrl(), secret, "rustybt_web"), { max: 1 });
  expect([...(await web`select count(*)::int as count from runs`)]).toEqual([{ count: 0 }]);
  await expect(web`select * from users`).rejects.toMatchObject({ code: "42501" });
  await expect(web`create temporary table t (n int)`).rejects.toMatchObject({ code: "42501" });
  await web.end();
});

test("another secret means other passwords", async () => {
  await migrateDatabase(plainUrl(), "another".repeat(6));
  const old = postgres(roleUrl(plainUrl(), secret, "rustybt_web"), { max: 1 });
  await expect(old`select 1`).rejects.toMatchObject({ code: "28P01" });
  await old.end();
});

test("an application role that may more than it must stops the start", async () => {
  await admin`alter role rustybt_web bypassrls`;
  await expect(migrateDatabase(plainUrl(), secret)).rejects.toMatchObject({
    code: "invalid",
    message: "The database role rustybt_web may do more than it must: the tenants would not be kept apart.",
  });
});
