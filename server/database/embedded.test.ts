import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import postgres from "postgres";
import { afterAll, expect, test } from "vitest";
import { installBinaries } from "./embedded/binaries.ts";
import { startEmbedded } from "./embedded.ts";

const home = mkdtempSync(join(tmpdir(), "rustybt-embedded-"));
chmodSync(home, 0o755);
const runtimeFolder = join(tmpdir(), `rustybt-test-runtime-${process.getuid?.() ?? 0}`);
const options = { folder: join(home, "postgres"), runtimeFolder, secret: "embedded".repeat(5) };
const started: ChildProcess[] = [];
afterAll(() => {
  for (const child of started) child.kill("SIGKILL");
  rmSync(home, { recursive: true, force: true });
});

async function ask<T extends object>(url: string, text: string): Promise<T[]> {
  const sql = postgres(url, { max: 1, onnotice: () => {} });
  try {
    return [...(await sql.unsafe<T[]>(text))];
  } finally {
    await sql.end();
  }
}

/** A process of its own that starts the database and then waits. */
async function startElsewhere(): Promise<{ child: ChildProcess; url: string }> {
  const program = join(home, "start.mjs");
  const module = new URL("embedded.ts", import.meta.url).href;
  writeFileSync(
    program,
    `const { startEmbedded } = await import(${JSON.stringify(module)});
     const { url } = await startEmbedded(${JSON.stringify(options)});
     process.send(url);
     setInterval(() => {}, 1000);`,
  );
  const child = fork(program, [], { execArgv: [], cwd: process.cwd() });
  started.push(child);
  const [url] = await once(child, "message");
  return { child, url: String(url) };
}

const postmasterPid = () => Number(readFileSync(join(options.folder, "postmaster.pid"), "utf8").split("\n")[0]);

test("data outlives a stop, a crash, and the death of the process that started the database", async () => {
  const first = await startEmbedded(options);
  await ask(first.url, "create table kept (n int); insert into kept values (1)");
  await first.restart("immediate");
  await ask(first.url, "insert into kept values (2)");
  await first.stop();

  const { child, url } = await startElsewhere();
  await ask(url, "insert into kept values (3)");
  const orphan = postmasterPid();
  child.kill("SIGKILL");
  await once(child, "exit");
  // It runs on without a parent, as every process would.
  expect(process.kill(orphan, 0)).toBe(true);

  const third = await startEmbedded(options);
  expect(postmasterPid()).not.toBe(orphan);
  expect(await ask(third.url, "select n from kept order by n")).toEqual([{ n: 1 }, { n: 2 }, { n: 3 }]);
  await third.stop();
});

test("a second start beside a live one is refused and names it; the live one goes on", async () => {
  const { child, url } = await startElsewhere();
  await expect(startEmbedded(options)).rejects.toMatchObject({
    code: "conflict",
    message: `The portal of this checkout is already running as process ${child.pid}.`,
  });
  expect(await ask(url, "select 1 as one")).toEqual([{ one: 1 }]);
  child.kill("SIGKILL");
  await once(child, "exit");
});

test("the owner is told when the database ends by itself", async () => {
  const ended = Promise.withResolvers<void>();
  const database = await startEmbedded({ ...options, onEnd: ended.resolve });
  process.kill(postmasterPid(), "SIGQUIT");
  await ended.promise;
  await database.stop();
});

test("it listens on this machine only, asks for a password, and keeps its folder to itself", async () => {
  const database = await startEmbedded(options);
  const [row] = await ask<{ addresses: string; sockets: string }>(
    database.url,
    "select current_setting('listen_addresses') as addresses, current_setting('unix_socket_directories') as sockets",
  );
  expect(row).toEqual({ addresses: "127.0.0.1", sockets: "" });
  const wrong = new URL(database.url);
  wrong.password = "wrong";
  await expect(ask(wrong.href, "select 1")).rejects.toMatchObject({ code: "28P01" });
  const { mode, uid } = statSync(options.folder);
  expect(mode & 0o777).toBe(0o700);
  // As root it runs as somebody else.
  if (process.getuid?.() === 0) expect(uid).not.toBe(0);
  await database.stop();
});

test("what cannot start says so with the server's own last words", async () => {
  const folder = join(home, "broken");
  const database = await startEmbedded({ ...options, folder });
  await database.stop();
  writeFileSync(join(folder, "postgresql.conf"), "shared_buffers = 'a lot'\n");
  await expect(startEmbedded({ ...options, folder })).rejects.toThrow(/did not start on .*broken[\s\S]*shared_buffers/);
});

test("the copy of the programs is complete where npm made no links, and others may read it", async () => {
  const folder = await installBinaries(join(home, "runtime"));
  expect(statSync(join(folder, "bin", "postgres")).mode & 0o777).toBe(0o755);
  const links: readonly { target: string }[] = JSON.parse(readFileSync(join(folder, "pg-symlinks.json"), "utf8"));
  expect(links.length).toBeGreaterThan(5);
  for (const { target } of links) expect(statSync(join(folder, target.replace(/^native\//, ""))).size).toBeGreaterThan(1000);
});
