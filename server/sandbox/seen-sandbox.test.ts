import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { log } from "#server/lib/log.ts";
import { probeSandbox } from "./probe-sandbox.ts";
import { readSeenSandbox } from "./seen-sandbox.ts";
import { watchSandbox } from "./watch-sandbox.ts";

const folder = mkdtempSync(join(tmpdir(), "rustybt-seen-"));
afterAll(() => rmSync(folder, { recursive: true }));

test("what the worker sees is read by the web process, with the moment it was seen; before that it is nothing", async () => {
  const path = join(folder, "sandbox.json");
  expect(readSeenSandbox(path)).toBeUndefined();
  const before = Date.now();
  await watchSandbox(path, log).stop();
  const { at, ...seen } = readSeenSandbox(path) ?? { at: "" };
  expect(seen).toEqual(await probeSandbox());
  expect(Date.parse(at)).toBeGreaterThanOrEqual(before);
  expect(Date.parse(at)).toBeLessThanOrEqual(Date.now());
  expect(readdirSync(folder)).toEqual(["sandbox.json"]);
});
