import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { AppError } from "#server/lib/errors.ts";

export interface OsAccount {
  readonly uid: number;
  readonly gid: number;
}

const ownName = "rustybt-postgres";

/** The user the database runs as when we are root, which PostgreSQL refuses to be: `postgres` where there is one, else one made for it. */
export function databaseAccount(): OsAccount | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const existing = findAccount("postgres") ?? findAccount(ownName);
  if (existing !== undefined) return existing;
  const made = spawnSync(
    "useradd",
    ["--system", "--user-group", "--no-create-home", "--home-dir", "/nonexistent", "--shell", "/usr/sbin/nologin", ownName],
    {
      encoding: "utf8",
    },
  );
  const account = findAccount(ownName);
  if (account !== undefined) return account;
  throw new AppError(
    "unavailable",
    `PostgreSQL does not run as root, and the user ${ownName} could not be made: ${made.error?.message ?? made.stderr.trim()}.`,
    {
      hint: `Make it (useradd --system ${ownName}), start as a plain user, or set DATABASE_URL.`,
    },
  );
}

// By name from the file: PostgreSQL asks for the name of its user, so a bare number does not do.
function findAccount(name: string): OsAccount | undefined {
  for (const line of readFileSync("/etc/passwd", "utf8").split("\n")) {
    const [user, , uid, gid] = line.split(":");
    if (user === name) return { uid: Number(uid), gid: Number(gid) };
  }
  return undefined;
}
