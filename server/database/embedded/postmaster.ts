import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, existsSync, fchownSync, openSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { AppError } from "#server/lib/errors.ts";
import type { OsAccount } from "./os-account.ts";

export interface PostmasterOptions {
  readonly binaries: string;
  readonly folder: string;
  readonly logFile: string;
  readonly port: number;
  readonly account: OsAccount | undefined;
  readonly settings: Readonly<Record<string, string>>;
}

/** PostgreSQL's first process. */
export interface Postmaster {
  readonly pid: number;
  readonly ended: Promise<void>;
  /** `fast` rolls back what is open and ends in order; `immediate` is a crash: the next start recovers. */
  stop(mode: "fast" | "immediate"): Promise<void>;
}

// Next.js declares NODE_ENV as always there; PostgreSQL has no use for it.
export const serverEnv = { LC_ALL: "C", TZ: "UTC" } as unknown as NodeJS.ProcessEnv;

const readyWithinMs = 60_000;

/** Starts PostgreSQL on a data folder and waits until it takes connections. */
export async function startPostmaster({ binaries, folder, logFile, port, account, settings }: PostmasterOptions): Promise<Postmaster> {
  const log = openSync(logFile, "a", 0o600);
  if (account !== undefined) fchownSync(log, account.uid, account.gid);
  const all = { listen_addresses: "127.0.0.1", unix_socket_directories: "", ...settings };
  const flags = Object.entries(all).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
  const child = spawn(join(binaries, "bin", "postgres"), ["-D", folder, "-p", String(port), ...flags], {
    cwd: "/",
    env: serverEnv,
    stdio: ["ignore", log, log],
    // A group of its own: Ctrl-C in a terminal reaches the portal, which stops the database last.
    detached: true,
    ...(account ?? {}),
  });
  closeSync(log);
  const ended = once(child, "exit").then(() => {});
  child.unref();
  await once(child, "spawn");
  await untilReady(child, folder, logFile);
  const pid = child.pid as number;
  return {
    pid,
    ended,
    async stop(mode) {
      if (hasEnded(child)) return;
      child.kill(mode === "fast" ? "SIGINT" : "SIGQUIT");
      const impatience = setTimeout(() => child.kill("SIGQUIT"), 15_000);
      await ended;
      clearTimeout(impatience);
    },
  };
}

async function untilReady(child: ChildProcess, folder: string, logFile: string): Promise<void> {
  const until = Date.now() + readyWithinMs;
  while (!hasEnded(child)) {
    // The first line is whose file it is, the eighth the state (miscadmin.h, LOCK_FILE_LINE_PM_STATUS).
    const lines = pidFileLines(folder);
    if (Number(lines?.[0]) === child.pid && lines?.[7]?.trim() === "ready") return;
    if (Date.now() > until) break;
    await sleep(10);
  }
  child.kill("SIGQUIT");
  const said = readFileSync(logFile, "utf8").trimEnd().split("\n").slice(-5).join("\n");
  throw new AppError("unavailable", `PostgreSQL did not start on ${folder}. Its last words (${logFile}):\n${said}`, {
    hint: "Free what it names, or set DATABASE_URL to a PostgreSQL 18 of your own.",
  });
}

/** Ends a PostgreSQL that outlived the process which started it. */
export async function endOrphan(folder: string): Promise<void> {
  const pid = Number(pidFileLines(folder)?.[0]);
  if (!Number.isInteger(pid) || pid <= 1 || !isPostgresOf(pid, folder)) return;
  process.kill(pid, "SIGINT");
  const until = Date.now() + 15_000;
  while (isPostgresOf(pid, folder)) {
    if (Date.now() > until) process.kill(pid, "SIGQUIT");
    await sleep(20);
  }
}

function pidFileLines(folder: string): string[] | undefined {
  const file = join(folder, "postmaster.pid");
  return existsSync(file) ? readFileSync(file, "utf8").split("\n") : undefined;
}

// A pid may have been given to somebody else since.
function isPostgresOf(pid: number, folder: string): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ESRCH") return false;
    throw error;
  }
  const commandLine = `/proc/${pid}/cmdline`;
  if (!existsSync("/proc/self/cmdline")) return true;
  return existsSync(commandLine) && readFileSync(commandLine, "utf8").split("\0").includes(folder);
}

function hasEnded(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null;
}
