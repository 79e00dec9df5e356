import { execFileSync } from "node:child_process";
import { eq } from "drizzle-orm";
import { expect, test } from "vitest";
import { oneTimeTokens, users } from "#drizzle/schema/index.ts";
import { testDatabase } from "#server/database/testing.ts";
import { loggableError } from "./loggable-error.ts";

/** The lines that a process writes which runs this. */
function linesOf(code: string): Record<string, unknown>[] {
  const program = `import { log, withLogIds } from "#server/lib/log.ts"; ${code}`;
  const text = execFileSync(process.execPath, ["--input-type=module-typescript", "-e", program], { encoding: "utf8" });
  return text
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));
}

test("every line is a JSON object with the ids of the request and run it was written in", () => {
  const lines = linesOf(`
    withLogIds({ requestId: "r1" }, () => setTimeout(() => withLogIds({ runId: "b2" }, () => log.info({ ms: 3 }, "done")), 1));
    log.warn("outside");`);
  expect(lines.map(({ msg, requestId, runId, ms }) => ({ msg, requestId, runId, ms }))).toEqual([
    { msg: "outside", requestId: undefined, runId: undefined, ms: undefined },
    { msg: "done", requestId: "r1", runId: "b2", ms: 3 },
  ]);
});

test("passwords, tokens, cookies and the secret never reach the log", () => {
  const lines = linesOf(`
    const word = "hunter2";
    log.info({ password: word, token: word, secret: word, cookie: word, input: { password: word, token: word }, headers: { cookie: word, authorization: word } }, "x");`);
  expect(JSON.stringify(lines)).not.toContain("hunter2");
});

test("a failed query is logged without the values that were sent with it", async () => {
  const { auth } = await testDatabase();
  const failures = [
    // No such user: the foreign key refuses the token.
    auth
      .insert(oneTimeTokens)
      .values({ id: "hunter2", userId: "01930000-0000-7000-8000-000000000000", kind: "reset", expiresAt: new Date() }),
    auth.select().from(users).where(eq(users.id, "hunter2")),
  ];
  for (const failure of failures) {
    const error = await failure.then(
      () => undefined,
      (caught: unknown) => caught,
    );
    const logged = loggableError(error);
    // As tRPC wraps it: the same text, nothing that says what it is.
    const wrapped = loggableError(new Error((error as Error).message, { cause: error }));
    expect(wrapped.message).toBe(logged.message);
    expect(logged.message).toMatch(/^Failed query: (insert into|select)/);
    expect(logged.stack).toMatch(/^at /);
    expect(logged.cause?.code).toMatch(/^(23503|22P02)$/);
    expect(JSON.stringify(logged).replaceAll('invalid input syntax for type uuid: \\"hunter2\\"', "")).not.toContain("hunter2");
  }
});
