import { drizzle } from "drizzle-orm/postgres-js";
import { beforeAll, expect, test } from "vitest";
import { addFullOrganisation, type SeededOrganisation } from "#drizzle/seed/factories.ts";
import { type TestDatabase, testDatabase } from "#server/database/testing.ts";
import { folderStore } from "#server/storage/object-store.ts";
import { cancelRun } from "./cancel-run.ts";
import { createRun } from "./create-run.ts";
import { getRun } from "./get-run.ts";
import { listRuns } from "./list-runs.ts";
import { readResultPart } from "./read-result-part.ts";
import { readRunEvents } from "./read-run-events.ts";
import { rerun } from "./rerun.ts";
import { runForm } from "./run-form.ts";
import { beforeAll as fromTheStart } from "./stream/cursor.ts";

type Seeded = SeededOrganisation & { readonly runId: string };

let database: TestDatabase;
let ours: Seeded;
let theirs: Seeded;

beforeAll(async () => {
  database = await testDatabase();
  const admin = drizzle(database.admin, { casing: "snake_case" });
  ours = await addFullOrganisation(admin, "Ours");
  theirs = await addFullOrganisation(admin, "Theirs");
});

const author = ({ id, users }: Seeded) => ({ organizationId: id, userId: users.researcher });
const rowOf = async (runId: string) => {
  const [row] =
    await database.admin`select strategy_version_id, dataset_version_ids, status, cancel_requested_at from runs where id = ${runId}`;
  return row;
};

const runIds = async ({ id }: Seeded) =>
  [...(await database.admin`select id from runs where organization_id = ${id} order by id`)].map((row) => row.id);

test("a run of another organisation cannot be read, streamed, downloaded, repeated or cancelled: it is not there", async () => {
  const us = author(ours);
  const objects = folderStore("/nonexistent");
  const before = await rowOf(theirs.runId);
  const refused = { code: "not_found" };
  await expect(getRun(database.web, us, theirs.runId)).rejects.toMatchObject(refused);
  await expect(readRunEvents(database.web, us, theirs.runId, fromTheStart)).rejects.toMatchObject(refused);
  await expect(readResultPart(database.web, us, { runId: theirs.runId, name: "document", objects })).rejects.toMatchObject(refused);
  await expect(rerun(database.web, us, theirs.runId)).rejects.toMatchObject(refused);
  await expect(cancelRun(database.web, us, theirs.runId)).rejects.toMatchObject(refused);
  await expect(runForm(database.web, us, { like: theirs.runId })).rejects.toMatchObject(refused);
  expect(await rowOf(theirs.runId)).toEqual(before);
});

test("lists and forms hold an organisation's own rows alone", async () => {
  const list = await listRuns(database.web, author(ours), {});
  expect(list.runs.map(({ id }) => id).sort()).toEqual(await runIds(ours));
  const form = await runForm(database.web, author(ours), {});
  expect([form.versions.length, form.data.length]).toEqual([1, 1]);
});

test("a run cannot be made of another organisation's strategy or data", async () => {
  const before = await runIds(ours);
  const [own, foreign] = [await rowOf(ours.runId), await rowOf(theirs.runId)];
  const create = (strategyVersionId: string, datasetVersionIds: string[]) =>
    createRun(database.web, author(ours), { strategyVersionId, datasetVersionIds });
  await expect(create(foreign?.strategy_version_id, own?.dataset_version_ids)).rejects.toMatchObject({ code: "not_found" });
  await expect(create(own?.strategy_version_id, foreign?.dataset_version_ids)).rejects.toMatchObject({ code: "not_found" });
  expect(await runIds(ours)).toEqual(before);
});
