import { execFile } from "node:child_process";
import { chmodSync, chownSync, existsSync, mkdirSync, mkdtempSync, rmdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { asDifference, expectedOutcomes } from "./testing/expected-outcomes.ts";
import { hostilePrograms } from "./testing/hostile-programs.ts";
import type { SeenOutcome } from "./testing/run-hostile.ts";

const plainUser = 58_000;
const checkout = join(import.meta.dirname, "..", "..");
// The checkout may lie below a folder that is closed to others: the plain user sees it under another path, in a mount namespace of its own.
// Left by a portal of root's that was killed: a plain user cannot clear it away, and need not.
const leftByRoot = "/sys/fs/cgroup/memory/rustybt/999999999-0123456789abcdef";
const mounted = 'mount --bind "$1" "$2" && cd "$2" && shift 2 && exec "$@"';

test("every hostile program ends as OUTCOMES.md says where the worker is a plain user", { timeout: 300_000 }, async () => {
  const home = mkdtempSync(join(tmpdir(), "plain-user-"));
  const isRoot = process.getuid?.() === 0;
  const seenAt = isRoot ? mkdtempSync(join(tmpdir(), "plain-user-checkout-")) : checkout;
  const there = (path: string) => join(seenAt, relative(checkout, path));
  const command = [there(process.execPath), "--no-warnings", there(join(import.meta.dirname, "testing", "hostile-as-plain-user.ts"))];
  if (isRoot) {
    chownSync(home, plainUser, plainUser);
    chmodSync(seenAt, 0o755);
    command.unshift("setpriv", "--reuid", `${plainUser}`, "--regid", `${plainUser}`, "--clear-groups");
    command.unshift("unshare", "--mount", "--propagation", "private", "sh", "-c", mounted, "sh", checkout, seenAt);
  }
  // Again and again: another portal of root's on this machine clears it away.
  const leave = () => {
    if (isRoot && existsSync("/sys/fs/cgroup/memory")) mkdirSync(leftByRoot, { recursive: true });
  };
  leave();
  const leaving = setInterval(leave, 100);
  const [program = "", ...args] = command;
  const env = { PATH: process.env.PATH, HOME: home, TMPDIR: home, RUSTYBT_HOME: home } as unknown as NodeJS.ProcessEnv;
  const { stdout } = await promisify(execFile)(program, args, { env, maxBuffer: 2 ** 26 }).finally(() => clearInterval(leaving));

  rmSync(home, { recursive: true });
  if (isRoot) rmSync(seenAt, { recursive: true });
  if (existsSync(leftByRoot)) rmdirSync(leftByRoot);
  const lines: { id: string; seen: SeenOutcome }[] = stdout
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));
  expect(lines.map(({ id }) => id)).toEqual(hostilePrograms.map(({ id }) => id));
  const expected = expectedOutcomes();
  for (const { id, seen } of lines) {
    const row = expected.get(id);
    if (row === undefined) throw new Error(`OUTCOMES.md has no row ${id}`);
    if (row.asPlainUser !== "") {
      expect(asDifference(seen), id).toBe(row.asPlainUser);
      continue;
    }
    expect(row.exits, id).toContain(seen.exit);
    const { exit: _, ...rest } = seen;
    expect(rest, id).toEqual({ code: row.code, message: row.message, printed: row.printed });
  }
});
