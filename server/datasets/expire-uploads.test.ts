import { mkdtempSync, rmSync, utimesSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { drizzle } from "drizzle-orm/postgres-js";
import { afterAll, beforeEach, expect, test } from "vitest";
import { addFullOrganisation, addOrganisation } from "#drizzle/seed/factories.ts";
import { testDatabase } from "#server/database/testing.ts";
import { folderStore } from "#server/storage/object-store.ts";
import { expireUploads } from "./expire-uploads.ts";
import { receiveUpload } from "./index.ts";

const folder = mkdtempSync(join(tmpdir(), "rustybt-expire-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const objects = folderStore(join(folder, "objects"));

const { web, worker, admin } = await testDatabase();
const seedDb = drizzle(admin, { casing: "snake_case" });
const ours = await addOrganisation(seedDb, "Ours");
const theirs = await addOrganisation(seedDb, "Theirs");

beforeEach(async () => {
  await admin`delete from uploads`;
});

async function upload(text: string, { id, users } = ours) {
  const body = (async function* () {
    yield Buffer.from(text);
  })();
  const actor = { organizationId: id, userId: users.researcher };
  const { uploadId } = await receiveUpload(web, objects, actor, { fileName: "prices.csv", body, maxBytes: 1000 });
  const [row] = await admin<{ object: string }[]>`select object_sha256 as object from uploads where id = ${uploadId}`;
  return { uploadId, object: row?.object ?? "" };
}

/** As if an upload had been left alone for so long, its bytes too. */
async function age({ uploadId, object }: { uploadId: string; object: string }, hours: number, status = "inspected") {
  await admin`update uploads set status = ${status}, updated_at = now() - make_interval(hours => ${hours}) where id = ${uploadId}`;
  const then = new Date(Date.now() - hours * 3_600_000);
  utimesSync(objects.path(object), then, then);
}

const left = async () => (await admin<{ id: string }[]>`select id from uploads order by id`).map(({ id }) => id);

test.each(["received", "inspecting", "inspected", "importing", "failed"])(
  "a file that is %s and was left alone for a day is cleared away, row and bytes",
  async (status) => {
    const stale = await upload(`stale ${status}`);
    await age(stale, 25, status);
    expect(await expireUploads({ db: worker, objects })).toBe(1);
    expect([await left(), await objects.has(stale.object)]).toEqual([[], false]);
  },
);

test("a file of less than a day, and one that was imported, stay", async () => {
  const [young, imported] = [await upload("young"), await upload("imported")];
  await age(young, 23);
  await age(imported, 1000, "imported");
  expect(await expireUploads({ db: worker, objects })).toBe(0);
  expect(await left()).toEqual([young.uploadId, imported.uploadId]);
  expect([await objects.has(young.object), await objects.has(imported.object)]).toEqual([true, true]);
});

test("bytes that another organisation has uploaded too stay until theirs are stale as well", async () => {
  const [mine, hers] = [await upload("the same"), await upload("the same", theirs)];
  await age(mine, 25);
  expect([await expireUploads({ db: worker, objects }), await left(), await objects.has(mine.object)]).toEqual([1, [hers.uploadId], true]);
  await age(hers, 25);
  expect([await expireUploads({ db: worker, objects }), await objects.has(mine.object)]).toEqual([1, false]);
});

test("bytes that two stale uploads share are gone when two workers clear away at the same time", async () => {
  const [one, other] = [await upload("twice"), await upload("twice", theirs)];
  await age(one, 25);
  await age(other, 25);
  const counts = await Promise.all([expireUploads({ db: worker, objects }), expireUploads({ db: worker, objects })]);
  expect(counts.reduce((sum, count) => sum + count)).toBe(2);
  expect([await left(), await objects.has(one.object)]).toEqual([[], false]);
});

test.each([
  ["the column file of a dataset", "update dataset_versions set object_sha256 = $1"],
  [
    "a part of a result",
    `update run_results set objects = jsonb_build_object('trades', jsonb_build_object('sha256', $1::text, 'bytes', 1))`,
  ],
  ["the report of a result", "update run_results set pdf_sha256 = $1"],
])("bytes that are %s as well stay when the upload goes", async (what, name) => {
  await addFullOrganisation(seedDb, what);
  const stale = await upload(what);
  await age(stale, 25);
  await admin.unsafe(name, [stale.object]);
  expect(await expireUploads({ db: worker, objects })).toBe(1);
  expect(await objects.has(stale.object)).toBe(true);
  expect(await left()).not.toContain(stale.uploadId);
});

test("bytes that somebody has just sent again stay, although their upload has no row yet", async () => {
  const stale = await upload("again");
  await age(stale, 25);
  await objects.put(Buffer.from("again"));
  expect(await expireUploads({ db: worker, objects })).toBe(1);
  expect([await left(), await objects.has(stale.object)]).toEqual([[], true]);
});
