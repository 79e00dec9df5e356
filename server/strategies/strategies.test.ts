import { createHash } from "node:crypto";
import { drizzle } from "drizzle-orm/postgres-js";
import { expect, test } from "vitest";
import { addFullOrganisation, addOrganisation } from "#drizzle/seed/factories.ts";
import { verifyAuditChain } from "#server/audit/index.ts";
import { testDatabase } from "#server/database/testing.ts";
import { createRun } from "#server/runs/index.ts";
import {
  archiveStrategy,
  CreateStrategyInput,
  createStrategy,
  getStrategy,
  getVersion,
  inspectAgain,
  listStrategies,
  renameStrategy,
  restoreStrategy,
  saveVersion,
} from "./index.ts";

const { web, worker, admin } = await testDatabase();
const seedDb = drizzle(admin, { casing: "snake_case" });
const ours = await addOrganisation(seedDb, "Ours");
const theirs = await addOrganisation(seedDb, "Theirs");
const actor = { organizationId: ours.id, userId: ours.users.researcher };
const stranger = { organizationId: theirs.id, userId: theirs.users.researcher };

const file = (text: string) => [{ path: "sma.ts", text }];
const create = (name: string, text = "export {};\n") => createStrategy(web, actor, { name, description: "", files: file(text) });

test("a new strategy has one version, under the hash the command line's manifest gives to the same file", async () => {
  const { strategyId, versionId } = await create("First", "// é\n");
  const strategy = await getStrategy(web, actor, strategyId);
  // sha256 over path, NUL, number of bytes, NUL, bytes; é has two.
  const sha256 = createHash("sha256").update("sma.ts\x006\x00// é\n").digest("hex");
  expect(strategy).toMatchObject({ name: "First", createdBy: actor.userId, archivedAt: null });
  expect(strategy.versions).toMatchObject([{ id: versionId, number: 1, sha256, inspectedAt: null, problems: null }]);
  expect((await getVersion(web, actor, versionId)).files).toEqual(file("// é\n"));
});

test("each new version is queued for inspection in its own transaction", async () => {
  const { versionId } = await create("Queued");
  const jobs = await admin`select data from pgboss.job where name = 'strategy.inspect' and data->>'versionId' = ${versionId}`;
  expect(jobs).toEqual([{ data: { organizationId: ours.id, versionId } }]);
});

test("saving adds a version on top; the first one stays as it was", async () => {
  const { strategyId, versionId } = await create("Saved", "// 1\n");
  const second = await saveVersion(web, actor, { strategyId, baseVersionId: versionId, files: file("// 2\n") });
  expect(second.number).toBe(2);
  expect((await getStrategy(web, actor, strategyId)).versions.map(({ id, number }) => [id, number])).toEqual([
    [second.versionId, 2],
    [versionId, 1],
  ]);
  expect((await getVersion(web, actor, versionId)).files).toEqual(file("// 1\n"));
});

test("the same content is the same version, the newest as well as an older one", async () => {
  const { strategyId, versionId } = await create("Same", "// 1\n");
  const again = await saveVersion(web, actor, { strategyId, baseVersionId: versionId, files: file("// 1\n") });
  expect(again).toEqual({ versionId, number: 1 });
  const second = await saveVersion(web, actor, { strategyId, baseVersionId: versionId, files: file("// 2\n") });
  expect(await saveVersion(web, actor, { strategyId, baseVersionId: second.versionId, files: file("// 1\n") })).toEqual(again);
  expect((await getStrategy(web, actor, strategyId)).versions).toHaveLength(2);
});

test("a version is all of its files under one hash; the same files with another entry are another version", async () => {
  const files = [
    { path: "main.ts", text: 'export * from "./lib/a.ts";\n' },
    { path: "lib/a.ts", text: "export {};\n" },
  ];
  const { strategyId, versionId } = await createStrategy(web, actor, { name: "Several", files });
  const [first] = (await getStrategy(web, actor, strategyId)).versions;
  // By path: lib/a.ts, then main.ts.
  const hashed = 'lib/a.ts\x0011\x00export {};\nmain.ts\x0028\x00export * from "./lib/a.ts";\n';
  expect(first?.sha256).toBe(createHash("sha256").update(hashed).digest("hex"));
  const save = (next: typeof files, baseVersionId: string) => saveVersion(web, actor, { strategyId, baseVersionId, files: next });
  const [main, lib] = files as [(typeof files)[0], (typeof files)[0]];
  expect(await save([main, lib], versionId)).toEqual({ versionId, number: 1 });
  const turned = await save([lib, main], versionId);
  expect(turned.number).toBe(2);
  expect((await getVersion(web, actor, turned.versionId)).files.map(({ path }) => path)).toEqual(["lib/a.ts", "main.ts"]);
  expect(await save([main, lib], turned.versionId)).toEqual({ versionId, number: 1 });
  const changed = await save([main, { ...lib, text: "export const a = 1;\n" }], turned.versionId);
  const renamed = await save([main, { ...lib, path: "lib/b.ts" }], changed.versionId);
  const fewer = await save([main], renamed.versionId);
  expect([changed, renamed, fewer].map(({ number }) => number)).toEqual([3, 4, 5]);
});

test("each version tells what its last run came to", async () => {
  const full = await addFullOrganisation(seedDb, "Full");
  await admin`update run_results set summary = ${JSON.stringify({ totalReturn: "0.0123" })}::jsonb where run_id = ${full.finishedRunId}`;
  const runOf = async () => (await getStrategy(web, { organizationId: full.id }, full.strategyId)).versions.map(({ lastRun }) => lastRun);
  expect(await runOf()).toEqual([
    { id: full.finishedRunId, status: "succeeded", hash: expect.stringMatching(/^[0-9a-f]{64}$/), netReturn: "0.0123" },
  ]);
  const version = { strategyVersionId: full.strategyVersionId, datasetVersionIds: [full.datasetVersionId] };
  await admin`update dataset_versions set symbols = ${JSON.stringify([{ symbol: "ACME" }])}::jsonb where id = ${full.datasetVersionId}`;
  const { id } = await createRun(web, { organizationId: full.id, userId: full.users.researcher }, version);
  expect(await runOf()).toEqual([{ id, status: "queued", hash: null, netReturn: null }]);
  const { strategyId } = await create("Never run");
  expect((await getStrategy(web, actor, strategyId)).versions[0]?.lastRun).toBeNull();
});

test("of two people who edit one version, the second is told of the first and overwrites nothing", async () => {
  const { strategyId, versionId } = await create("Conflict", "// 1\n");
  const first = await saveVersion(web, actor, { strategyId, baseVersionId: versionId, files: file("// hers\n") });
  const second = saveVersion(web, actor, { strategyId, baseVersionId: versionId, files: file("// his\n") });
  await expect(second).rejects.toMatchObject({
    code: "conflict",
    message: "Version 2 was saved while you were editing.",
    context: { newestVersionId: first.versionId, newestNumber: 2 },
  });
  expect((await getStrategy(web, actor, strategyId)).versions).toHaveLength(2);
  const jobs = await admin`select 1 from pgboss.job where name = 'strategy.inspect' and data->>'organizationId' = ${ours.id}`;
  const versions = await admin`select 1 from strategy_versions where organization_id = ${ours.id}`;
  expect(jobs).toHaveLength(versions.length);
});

test("of ten who save at once from one version, one does", async () => {
  const { strategyId, versionId } = await create("Race", "// 0\n");
  const tries = await Promise.allSettled(
    Array.from({ length: 10 }, (_, at) => saveVersion(web, actor, { strategyId, baseVersionId: versionId, files: file(`// ${at + 1}\n`) })),
  );
  expect(tries.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  for (const { reason } of tries.filter((tried) => tried.status === "rejected")) expect(reason).toMatchObject({ code: "conflict" });
});

test.each([
  ["its files", "files", "[]"],
  ["its hash", "sha256", "x"],
  ["its number", "number", 7],
  ["its author", "created_by", "0193a000-0000-7000-8000-000000000000"],
])("neither the web nor a worker changes %s once a version is there", async (_, column, value) => {
  const { versionId } = await create(`Immutable ${column}`);
  const { withTenant } = await import("#server/database/connect.ts");
  const { sql } = await import("drizzle-orm");
  for (const db of [web, worker]) {
    const change = withTenant(db, actor, (tx) =>
      tx.execute(sql`update strategy_versions set ${sql.identifier(column)} = ${value} where id = ${versionId}`),
    );
    await expect(change).rejects.toMatchObject({ cause: { code: "42501" } });
    const removal = withTenant(db, actor, (tx) => tx.execute(sql`delete from strategy_versions where id = ${versionId}`));
    await expect(removal).rejects.toMatchObject({ cause: { code: "42501" } });
  }
});

test("an archived strategy leaves the library, takes no versions, and comes back whole", async () => {
  const { strategyId, versionId } = await create("Archived");
  await archiveStrategy(web, actor, strategyId);
  const names = async (isArchived: boolean) => (await listStrategies(web, actor, { isArchived })).map(({ name }) => name);
  expect(await names(false)).not.toContain("Archived");
  expect(await names(true)).toEqual(["Archived"]);
  const save = saveVersion(web, actor, { strategyId, baseVersionId: versionId, files: file("// 2\n") });
  await expect(save).rejects.toMatchObject({ code: "conflict", message: "Archived is archived." });
  await restoreStrategy(web, actor, strategyId);
  expect(await names(true)).toEqual([]);
  expect(await names(false)).toContain("Archived");
  await saveVersion(web, actor, { strategyId, baseVersionId: versionId, files: file("// 2\n") });
});

test("the library counts versions and runs and lists the one changed last first", async () => {
  const [older, newer] = [await create("Older", "// 1\n"), await create("Newer")];
  await saveVersion(web, actor, { strategyId: older.strategyId, baseVersionId: older.versionId, files: file("// 2\n") });
  const listed = await listStrategies(web, actor);
  expect(listed.slice(0, 2)).toMatchObject([
    { id: older.strategyId, versions: 2, runs: 0 },
    { id: newer.strategyId, versions: 1, runs: 0 },
  ]);
});

test("a second organisation sees, saves, renames and archives nothing", async () => {
  const { strategyId, versionId } = await create("Ours alone");
  const tries = [
    () => getStrategy(web, stranger, strategyId),
    () => getVersion(web, stranger, versionId),
    () => saveVersion(web, stranger, { strategyId, baseVersionId: versionId, files: file("// 2\n") }),
    () => renameStrategy(web, stranger, { strategyId, name: "Theirs", description: "" }),
    () => archiveStrategy(web, stranger, strategyId),
    () => inspectAgain(web, stranger, versionId),
  ];
  for (const attempt of tries) await expect(attempt()).rejects.toMatchObject({ code: "not_found" });
  expect(await listStrategies(web, stranger)).toEqual([]);
  expect((await getStrategy(web, actor, strategyId)).name).toBe("Ours alone");
});

test("what is done to a strategy is in the audit log, with before and after, and its chain holds", async () => {
  const { strategyId } = await create("Audited");
  await renameStrategy(web, actor, { strategyId, name: "Renamed", description: "Why" });
  await archiveStrategy(web, actor, strategyId);
  const entries = await admin`select action, actor, before, after from audit_log where target = ${`strategy ${strategyId}`} order by seq`;
  expect(entries.map(({ action }) => action)).toEqual(["strategy.create", "strategy.rename", "strategy.archive"]);
  expect(entries[1]).toMatchObject({ actor: actor.userId, before: { name: "Audited" }, after: { name: "Renamed", description: "Why" } });
  expect(await verifyAuditChain(web, actor)).not.toHaveProperty("brokenAt");
});

test.each([
  ["a path out of its folder", [{ path: "../secrets.ts", text: "" }]],
  ["an absolute path", [{ path: "/etc/passwd.ts", text: "" }]],
  ["another kind of file", [{ path: "strategy.py", text: "" }]],
  ["one path twice", [...file("// 1"), ...file("// 2")]],
  ["a character no database stores", file("\0")],
  ["half a character", file("\ud800")],
  ["no file", []],
])("%s is refused", (_, files) => {
  expect(CreateStrategyInput.safeParse({ name: "Odd", files }).success).toBe(false);
});
