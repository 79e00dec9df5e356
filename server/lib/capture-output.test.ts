import { spawnSync } from "node:child_process";
import { expect, test } from "vitest";

function run(code: string) {
  const program = `import "#server/lib/capture-output.ts"; ${code}`;
  const { stdout, stderr, status } = spawnSync(process.execPath, ["--input-type=module-typescript", "-e", program], { encoding: "utf8" });
  const lines: Record<string, unknown>[] = stdout
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));
  return { lines, stderr, status };
}

test("what a library prints and Node warns of are lines of the log, several lines of text one of them", () => {
  const { lines, stderr } = run(`
    console.log("%s ready in %dms", "it", 3);
    console.error("\\u001b[31mtwo\\nlines\\u001b[39m", { a: 1 });
    process.emitWarning("old way", "DeprecationWarning");`);
  expect(lines.map(({ level, msg, source }) => [level, msg, source])).toEqual([
    [30, "it ready in 3ms", "console"],
    [50, "two\nlines { a: 1 }", "console"],
    [40, "warning", "node"],
  ]);
  expect(lines[2]?.err).toMatchObject({ type: "Error", message: "old way" });
  expect(stderr).toBe("");
});

test("an error that is printed loses the values of its query", () => {
  const { lines } = run(`
    console.error("page", Object.assign(new Error("Failed query: select $1\\nparams: hunter2"), { params: ["hunter2"] }));`);
  expect(lines[0]).toMatchObject({ msg: "page", err: { message: "Failed query: select $1" } });
  expect(JSON.stringify(lines)).not.toContain("hunter2");
});

test.each([
  ["thrown by nobody's request", 'setTimeout(() => { throw new Error("odd"); });'],
  ["of a promise nobody waits for", 'void Promise.reject(new Error("odd"));'],
])("an error %s ends the process with one line", (_, code) => {
  const { lines, stderr, status } = run(code);
  expect([status, stderr, lines.map(({ level, msg }) => [level, msg])]).toEqual([1, "", [[60, "this process cannot go on"]]]);
  expect(lines[0]?.err).toMatchObject({ message: "odd" });
});
