import { execFile } from "node:child_process";
import { chownSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { asDifference, expectedOutcomes } from "./testing/expected-outcomes.ts";
import { hostilePrograms } from "./testing/hostile-programs.ts";
import type { SeenOutcome } from "./testing/run-hostile.ts";

const plainUser = 58_000;

test("every hostile program ends as OUTCOMES.md says where the worker is a plain user", { timeout: 300_000 }, async () => {
  const home = mkdtempSync(join(tmpdir(), "plain-user-"));
  const script = join(import.meta.dirname, "testing", "hostile-as-plain-user.ts");
  const asPlainUser = process.getuid?.() === 0 ? ["setpriv", "--reuid", `${plainUser}`, "--regid", `${plainUser}`, "--clear-groups"] : [];
  if (asPlainUser.length > 0) chownSync(home, plainUser, plainUser);
  const [program = "", ...args] = [...asPlainUser, process.execPath, "--no-warnings", script];
  const env = { PATH: process.env.PATH, HOME: home, TMPDIR: home, RUSTYBT_HOME: home } as unknown as NodeJS.ProcessEnv;
  const { stdout } = await promisify(execFile)(program, args, { env, maxBuffer: 2 ** 26 });

  rmSync(home, { recursive: true });
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
