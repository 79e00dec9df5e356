import "#server/sandbox/testing/sandbox-home.ts";
import { globSync, readFileSync, renameSync } from "node:fs";
import { drizzle } from "drizzle-orm/postgres-js";
import { expect, test, vi } from "vitest";
import { addOrganisation } from "#drizzle/seed/factories.ts";
import { testDatabase } from "#server/database/testing.ts";
import { createStrategy, getStrategy, inspectAgain } from "./index.ts";
import { inspectVersion } from "./inspect-version.ts";
import { strategyTemplates, templateSource } from "./templates.ts";

// Two seconds of processor time are enough to see that an endless module is ended, however long they take.
vi.mock("#server/sandbox/limits.ts", async (load) => {
  const limits = await load<typeof import("#server/sandbox/limits.ts")>();
  return { ...limits, inspectLimits: { ...limits.inspectLimits, cpuSeconds: 2, wallMs: 60_000 } };
});

const { web, worker, admin } = await testDatabase();
const ours = await addOrganisation(drizzle(admin, { casing: "snake_case" }), "Ours");
const actor = { organizationId: ours.id, userId: ours.users.researcher };

const first = { signal: new AbortController().signal, retry: 0 };

/** Saves a file as a strategy and inspects it as a worker does. */
async function inspected(text: string, path = "strategy.ts", delivery = first) {
  const { strategyId, versionId } = await createStrategy(web, actor, { name: "Inspected", files: [{ path, text }] });
  await inspectVersion(worker, { organizationId: ours.id, versionId }, delivery);
  const [version] = (await getStrategy(web, actor, strategyId)).versions;
  return version && { ...version, strategyId };
}

test("a strategy's name and parameters are read by loading it in the sandbox", async () => {
  const version = await inspected(readFileSync("examples/sma-cross.ts", "utf8"), "sma-cross.ts");
  expect(version).toMatchObject({ name: "SMA cross", problems: [] });
  expect(version?.params).toMatchObject([
    { name: "fast", kind: "int", default: 10, min: 2, max: 60 },
    { name: "slow", kind: "int", default: 30, min: 5 },
  ]);
  expect(version?.inspectedAt).toBeInstanceOf(Date);
});

test("every template there is can run", async () => {
  for (const template of strategyTemplates) {
    const version = await inspected(templateSource(template), template.file);
    expect([template.id, version?.problems]).toEqual([template.id, []]);
  }
});

test("a syntax error is told with its place", async () => {
  const version = await inspected("import { Strategy } from 'rustybt';\nexport default class extends Strategy {\n  onBar( {\n");
  expect(version).toMatchObject({ name: null, params: null });
  expect(version?.problems).toMatchObject([{ file: "strategy.ts", line: 4 }]);
  expect(version?.problems?.[0]?.message).toMatch(/Expected|Unexpected/);
});

test("an import of anything but rustybt is refused with its line", async () => {
  const version = await inspected(
    "import { Strategy } from 'rustybt';\nimport { chmodSync, readFileSync } from 'node:fs';\nexport default readFileSync;\n",
  );
  expect(version?.problems).toMatchObject([{ file: "strategy.ts", line: 2 }]);
  expect(version?.problems?.[0]?.message).toContain("node:fs");
});

test("a module that throws while it is loaded is told with its line", async () => {
  const version = await inspected('const wanted: string[] = [];\n\nthrow new Error("no symbols, got " + wanted.length);\n');
  expect(version?.problems).toMatchObject([{ file: "strategy.ts", line: 3 }]);
  expect(version?.problems?.[0]?.message).toContain("no symbols, got 0");
});

test("a module that never ends is stopped, and its version cannot run", async () => {
  const version = await inspected("for (;;) {}\n");
  expect(version?.problems).toHaveLength(1);
  expect(version?.inspectedAt).toBeInstanceOf(Date);
});

test("a version that was read stays as it is when its job comes once more", async () => {
  const version = await inspected("export default 1;\n");
  await inspectVersion(worker, { organizationId: ours.id, versionId: version?.id ?? "" }, first);
  await inspectAgain(web, actor, version?.id ?? "");
  const [after] = (await getStrategy(web, actor, version?.strategyId ?? "")).versions;
  expect([after?.inspectedAt, after?.problems]).toEqual([version?.inspectedAt, version?.problems]);
  expect(await jobsOf(version?.id ?? "")).toBe(1);
});

test("an inspection that was interrupted blames nobody and is tried again", async () => {
  const { versionId } = await createStrategy(web, actor, { name: "Interrupted", files: [{ path: "strategy.ts", text: "for (;;) {}\n" }] });
  const stop = new AbortController();
  const inspection = inspectVersion(worker, { organizationId: ours.id, versionId }, { signal: stop.signal, retry: 3 });
  setTimeout(() => stop.abort(), 700);
  await expect(inspection).rejects.toThrow();
  const [row] = await admin`select inspected_at, problems from strategy_versions where id = ${versionId}`;
  expect(row).toEqual({ inspected_at: null, problems: null });
});

test("a machine without a sandbox is told at the last attempt, and an inspection can be asked for again", async () => {
  const { versionId } = await createStrategy(web, actor, { name: "Unread", files: [{ path: "strategy.ts", text: "export {};\n" }] });
  const job = { organizationId: ours.id, versionId };
  const [node = "no runtime"] = globSync(`${process.env.RUSTYBT_HOME}/**/sandbox-*/root/node`);
  renameSync(node, `${node}.away`);
  try {
    await expect(inspectVersion(worker, job, first)).rejects.toThrow("SANDBOX_UNAVAILABLE");
    const read = async () => (await admin`select inspected_at, problems from strategy_versions where id = ${versionId}`)[0];
    expect(await read()).toEqual({ inspected_at: null, problems: null });
    await expect(inspectVersion(worker, job, { ...first, retry: 3 })).rejects.toThrow("SANDBOX_UNAVAILABLE");
    expect(await read()).toMatchObject({ inspected_at: null, problems: [{ message: expect.stringContaining("sandbox") }] });
    await inspectAgain(web, actor, versionId);
    expect(await read()).toEqual({ inspected_at: null, problems: null });
    expect(await jobsOf(versionId)).toBe(2);
  } finally {
    renameSync(`${node}.away`, node);
  }
});

async function jobsOf(versionId: string): Promise<number> {
  return (await admin`select 1 from pgboss.job where name = 'strategy.inspect' and data->>'versionId' = ${versionId}`).length;
}
