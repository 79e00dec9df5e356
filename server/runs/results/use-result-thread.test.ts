import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, expect, test } from "vitest";
import { resultThreads } from "./use-result-thread.ts";

const folder = mkdtempSync(join(tmpdir(), "rustybt-threads-"));
// Works on "forever" until it is ended, and on anything else for no time; says which thread it is.
const entry = join(folder, "thread.mjs");
writeFileSync(
  entry,
  `import { parentPort, threadId } from "node:worker_threads";
parentPort.on("message", ({ files }) => {
  if (files.document === "forever") for (;;);
  if (files.document === "broken") parentPort.postMessage({ error: { message: "it is broken" } });
  else parentPort.postMessage({ value: { ok: false, problem: String(threadId) } });
});
`,
);
const threads = resultThreads(pathToFileURL(entry));
afterAll(async () => {
  await threads.close();
  rmSync(folder, { recursive: true, force: true });
});

const identity = { strategySha256: "", sourceSha256s: [] } as unknown as Parameters<typeof threads.check>[1];
const check = (document: string, signal?: AbortSignal) => threads.check({ document, sidecars: {}, columns: [] }, identity, signal);

test("work that is called off ends at once, and what others asked goes on", async () => {
  const cancelled = new AbortController();
  const endless = check("forever", cancelled.signal);
  const other = await check("short");
  setTimeout(() => cancelled.abort("cancelled"), 50);
  // By itself it would never end.
  await expect(endless).rejects.toBe("cancelled");
  // The thread that was done takes the next result.
  expect(await check("short")).toEqual(other);
});

test("a thread that dies over a result rejects what was asked of it, and the next result finds another", async () => {
  await expect(check("broken")).rejects.toThrow("it is broken");
  const asked = check("forever");
  await threads.close();
  await expect(asked).rejects.toThrow("the result thread ended with 1");
  expect(await check("short")).toMatchObject({ ok: false });
});

test("work that was called off before it began does not begin", async () => {
  await expect(check("forever", AbortSignal.abort("cancelled"))).rejects.toBe("cancelled");
});
