import { drizzle } from "drizzle-orm/postgres-js";
import { beforeAll, expect, test } from "vitest";
import { datasetVersions, strategyVersions } from "#drizzle/schema/index.ts";
import { addDataset, addOrganisation, addStrategy, type SeededOrganisation } from "#drizzle/seed/factories.ts";
import { verifyAuditChain } from "#server/audit/index.ts";
import { type TestDatabase, testDatabase } from "#server/database/testing.ts";
import { cancelRun } from "./cancel-run.ts";
import { createRun } from "./create-run.ts";
import { getRun } from "./get-run.ts";
import { listRuns } from "./list-runs.ts";
import { readRunEvents } from "./read-run-events.ts";
import { inputOfRun } from "./rerun.ts";
import { beforeAll as fromTheStart } from "./stream/cursor.ts";

let database: TestDatabase;
let organisation: SeededOrganisation;
let strategyVersionId: string;
let datasetVersionId: string;

beforeAll(async () => {
  database = await testDatabase();
  const admin = drizzle(database.admin, { casing: "snake_case" });
  organisation = await addOrganisation(admin, "Creators");
  strategyVersionId = (await addStrategy(admin, organisation)).versionId;
  datasetVersionId = (await addDataset(admin, organisation)).versionId;
  await admin.update(strategyVersions).set({ params: [{ name: "fast", kind: "int", default: 10, min: 2, max: 60 }] });
  const facts = {
    rows: 10,
    from: "2024-01-02T00:00:00Z",
    to: "2024-01-15T00:00:00Z",
    timezone: "exchange days",
    isDaily: true,
    intervalMs: 86_400_000,
    priceScale: 2,
  };
  await admin.update(datasetVersions).set({
    symbols: [
      { symbol: "ACME", ...facts },
      { symbol: "ZETA", ...facts },
    ],
  });
});

const author = () => ({ organizationId: organisation.id, userId: organisation.users.researcher });
const create = (more: object = {}) =>
  createRun(database.web, author(), { strategyVersionId, datasetVersionIds: [datasetVersionId], ...more });

test("a run is there with its job, its first event and its audit entry", async () => {
  const { id } = await create({ params: { fast: "12" }, settings: { cash: 5000 }, symbols: ["ZETA"], from: "2024-01-03" });
  const run = await getRun(database.web, author(), id);
  expect(run).toMatchObject({ status: "queued", epoch: 0, params: { fast: "12" }, symbols: ["ZETA"], from: "2024-01-03", to: null });
  expect(run.settings).toMatchObject({ cash: "5000", commission: { model: "none" }, symbols: ["ZETA"], from: "2024-01-03" });
  expect(run.createdBy.name).toBe("Creators researcher");
  expect(await database.admin`select name, data from pgboss.job where singleton_key = ${id}`).toEqual([
    { name: "run.execute", data: { runId: id } },
  ]);
  const { events } = await readRunEvents(database.web, author(), id, fromTheStart);
  expect(events).toEqual([{ epoch: 0, seq: 0, kind: "state", body: { status: "queued" } }]);
  const [entry] = await database.admin`select action, actor, target from audit_log where target = ${`run ${id}`}`;
  expect(entry).toEqual({ action: "run.create", actor: author().userId, target: `run ${id}` });
  expect(await inputOfRun(database.web, author(), id)).toMatchObject({ params: { fast: "12" }, symbols: ["ZETA"], from: "2024-01-03" });
});

test("what the engine would refuse is refused at the form, with the input it is about", async () => {
  await expect(create({ params: { fast: 99 } })).rejects.toMatchObject({
    code: "invalid",
    field: "params.fast",
    message: "parameter fast: 99 is outside 2 to 60",
  });
  await expect(create({ params: { slow: 5 } })).rejects.toMatchObject({ code: "invalid", field: "params.slow" });
  await expect(create({ settings: { cash: "-1" } })).rejects.toMatchObject({
    code: "invalid",
    field: "cash",
    message: expect.stringMatching(/^cash is "-1": expected/),
  });
  await expect(create({ settings: { commission: { model: "percent", rate: "2" } } })).rejects.toMatchObject({ field: "commission.rate" });
  await expect(create({ settings: { actions: "/etc/passwd" } })).rejects.toMatchObject({ field: "actions" });
  await expect(create({ settings: { universe: "/etc/passwd" } })).rejects.toMatchObject({
    field: "universe",
    message: "universe names a file, and a run in the portal reads none.",
  });
  await expect(create({ settings: { borrow: { file: "/etc/passwd" } } })).rejects.toMatchObject({
    field: "borrow.file",
    message: "borrow.file names a file, and a run in the portal reads none.",
  });
  await expect(create({ settings: { rates: { EUR: { file: "/etc/passwd" } } } })).rejects.toMatchObject({ field: "rates.EUR.file" });
  await expect(create({ settings: { benchmark: "/etc/passwd" } })).rejects.toMatchObject({ field: "benchmark" });
  await expect(create({ symbols: ["NOPE"] })).rejects.toMatchObject({ field: "symbols" });
  await expect(create({ from: "2024-02-01", to: "2024-01-01" })).rejects.toMatchObject({ code: "invalid", field: "from" });
  await expect(create({ from: "yesterday" })).rejects.toThrow("must be a day such as 2024-01-31");
});

test("a version with problems does not run", async () => {
  const admin = drizzle(database.admin, { casing: "snake_case" });
  const { versionId } = await addStrategy(admin, organisation, "broken");
  await database.admin`update strategy_versions set problems = '[{"message": "unexpected end", "file": "a.ts", "line": 3}]' where id = ${versionId}`;
  await expect(create({ strategyVersionId: versionId })).rejects.toMatchObject({
    code: "conflict",
    message: expect.stringContaining("unexpected end (a.ts:3)"),
  });
});

test("a run that waits is cancelled at once, with its event, and finds no worker later", async () => {
  const { id } = await create();
  expect(await cancelRun(database.web, author(), id)).toEqual({ status: "cancelled" });
  const { events, isLast } = await readRunEvents(database.web, author(), id, fromTheStart);
  expect([events.map(({ body }) => (body as { status: string }).status), isLast]).toEqual([["queued", "cancelled"], true]);
  expect(await database.admin`select * from app.claim_run(${id}, 'test', 20)`).toHaveLength(0);
});

test("an organisation's next run waits behind its others, another organisation's does not", async () => {
  const { id } = await create();
  const other = await addOrganisation(drizzle(database.admin, { casing: "snake_case" }), "Others");
  const admin = drizzle(database.admin, { casing: "snake_case" });
  const theirs = await createRun(
    database.web,
    { organizationId: other.id, userId: other.users.owner },
    { strategyVersionId: (await addStrategy(admin, other)).versionId, datasetVersionIds: [(await addDataset(admin, other)).versionId] },
  );
  const priorityOf = async (key: string) =>
    (await database.admin`select priority from pgboss.job where singleton_key = ${key}`)[0]?.priority;
  expect(await priorityOf(id)).toBeLessThan(0);
  expect(await priorityOf(theirs.id)).toBe(0);
});

test("pages follow each other without a gap or a repetition", async () => {
  for (let count = 0; count < 5; count++) await create();
  const all = (await listRuns(database.web, author(), { limit: 200 })).runs.map(({ id }) => id);
  const paged: string[] = [];
  for (let cursor: string | null | undefined; cursor !== null; ) {
    const page = await listRuns(database.web, author(), { limit: 2, ...(cursor === undefined ? {} : { cursor }) });
    paged.push(...page.runs.map(({ id }) => id));
    cursor = page.nextCursor;
  }
  expect(paged).toEqual(all);
  expect((await listRuns(database.web, author(), { statuses: ["cancelled"] })).runs.every(({ status }) => status === "cancelled")).toBe(
    true,
  );
  expect((await listRuns(database.web, author(), { symbol: "NOPE" })).runs).toEqual([]);
});

test("the audit chain over all of it holds", async () => {
  const { entries, brokenAt } = await verifyAuditChain(database.web, author());
  expect([entries > 0, brokenAt]).toEqual([true, undefined]);
});
