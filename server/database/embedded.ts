import { spawnSync } from "node:child_process";
import { once } from "node:events";
import { chmodSync, chownSync, existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { dirname, join } from "node:path";
import postgres from "postgres";
import { derivedPassword } from "#server/lib/env.ts";
import { AppError } from "#server/lib/errors.ts";
import { installBinaries } from "./embedded/binaries.ts";
import { databaseAccount, type OsAccount } from "./embedded/os-account.ts";
import { endOrphan, type Postmaster, serverEnv, startPostmaster } from "./embedded/postmaster.ts";
import { becomeSoleOwner } from "./embedded/sole-owner.ts";

export interface EmbeddedOptions {
  /** Data; kept between starts. */
  readonly folder: string;
  /** Where the programs are copied to, so that the database's own user can read them wherever the checkout lies. */
  readonly runtimeFolder: string;
  readonly secret: string;
  /** Throw-away databases need not survive a power cut. */
  readonly isThrowAway?: boolean;
  /** Told when PostgreSQL ends without having been asked to. */
  readonly onEnd?: () => void;
}

export interface EmbeddedDatabase {
  /** As the superuser of this database server. */
  readonly url: string;
  /** Stops and starts again on the same port; `immediate` is a crash. */
  restart(mode: "fast" | "immediate"): Promise<void>;
  stop(): Promise<void>;
}

const databaseName = "rustybt";

/**
 * Starts the PostgreSQL that comes with npm on a free port of this machine, making its data folder at the first start. As root it drops to
 * another user. What a killed process left running on the folder is stopped first; a live owner is left alone and named.
 */
export async function startEmbedded({ folder, runtimeFolder, secret, isThrowAway, onEnd }: EmbeddedOptions): Promise<EmbeddedDatabase> {
  mkdirSync(dirname(folder), { recursive: true, mode: 0o755 });
  const giveBack = becomeSoleOwner(`${folder}.owner`);
  try {
    const account = databaseAccount();
    const binaries = await installBinaries(runtimeFolder);
    const password = derivedPassword(secret, "postgres");
    await endOrphan(folder);
    if (!existsSync(folder)) initialise({ binaries, folder, password, account });
    const port = await freePort();
    const settings = { max_connections: "200", ...(isThrowAway ? throwAway : {}) };
    const start = () => startPostmaster({ binaries, folder, logFile: `${folder}.log`, port, account, settings });
    let postmaster = await start();
    let isAsked = false;
    const watch = (watched: Postmaster) => {
      void watched.ended.then(() => {
        if (!isAsked) onEnd?.();
      });
    };
    watch(postmaster);
    // A parent that ends by itself takes the database with it.
    const endWithUs = () => process.kill(postmaster.pid, "SIGINT");
    process.once("exit", endWithUs);
    const url = `postgres://postgres:${password}@127.0.0.1:${port}/${databaseName}`;
    await createDatabase(url);
    return {
      url,
      async restart(mode) {
        isAsked = true;
        await postmaster.stop(mode);
        postmaster = await start();
        isAsked = false;
        watch(postmaster);
      },
      async stop() {
        isAsked = true;
        process.off("exit", endWithUs);
        await postmaster.stop("fast");
        giveBack();
      },
    };
  } catch (error) {
    giveBack();
    throw error;
  }
}

const throwAway = { fsync: "off", synchronous_commit: "off", full_page_writes: "off" };

interface NewCluster {
  readonly binaries: string;
  readonly folder: string;
  readonly password: string;
  readonly account: OsAccount | undefined;
}

function initialise({ binaries, folder, password, account }: NewCluster): void {
  // Made beside its place and moved there when complete: an interrupted start leaves nothing that looks like data.
  const partial = `${folder}.new`;
  rmSync(partial, { recursive: true, force: true });
  mkdirSync(partial, { mode: 0o700 });
  const passwordFile = join(partial, "..", "initial-password");
  writeFileSync(passwordFile, password, { mode: 0o600 });
  if (account !== undefined) for (const path of [partial, passwordFile]) chownSync(path, account.uid, account.gid);
  const made = spawnSync(
    join(binaries, "bin", "initdb"),
    [
      "-D",
      partial,
      "-U",
      "postgres",
      `--pwfile=${passwordFile}`,
      "--auth=scram-sha-256",
      "--encoding=UTF8",
      "--locale=C",
      "--no-instructions",
    ],
    { cwd: "/", env: serverEnv, encoding: "utf8", ...(account ?? {}) },
  );
  rmSync(passwordFile);
  if (made.status !== 0) {
    const said = made.error?.message ?? made.stderr.trim();
    throw new AppError("unavailable", `A database could not be made in ${folder}: ${said}`, {
      hint: "Every folder above it must let other users in; choose another place with RUSTYBT_HOME, or set DATABASE_URL.",
    });
  }
  chmodSync(partial, 0o700);
  renameSync(partial, folder);
}

async function createDatabase(url: string): Promise<void> {
  const maintenance = new URL(url);
  maintenance.pathname = "/postgres";
  const sql = postgres(maintenance.href, { max: 1, onnotice: () => {} });
  try {
    const [found] = await sql`select from pg_database where datname = ${databaseName}`;
    if (found === undefined) await sql`create database ${sql(databaseName)}`;
  } finally {
    await sql.end();
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  await once(server, "close");
  if (address === null || typeof address === "string") throw new Error("no port was given");
  return address.port;
}
