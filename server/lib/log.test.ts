import { execFileSync } from "node:child_process";
import { expect, test } from "vitest";

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
