import { createHash } from "node:crypto";
import { homedir } from "node:os";
import { join } from "node:path";

/** Where a checkout keeps its state: `RUSTYBT_HOME` (else /var/lib/rustybt for root, ~/.local/share/rustybt for others), a folder a checkout. */
export function homeOf(checkout: string, given: string | undefined, isRoot: boolean): string {
  const base = given ?? (isRoot ? "/var/lib/rustybt" : join(homedir(), ".local", "share", "rustybt"));
  return join(base, createHash("sha256").update(checkout).digest("hex").slice(0, 12));
}

/** The folders below it. */
export function homeFolders(home: string) {
  return {
    postgres: join(home, "postgres"),
    objects: join(home, "objects"),
    outbox: join(home, "outbox"),
    /** What the sandbox's and the database's users must be able to read. */
    runtime: join(home, "runtime"),
    logs: join(home, "logs"),
    secret: join(home, "secret"),
    /** What a worker saw its sandbox hold back. */
    sandbox: join(home, "sandbox.json"),
    demoSignIn: join(home, "demo-sign-in.json"),
  } as const;
}
