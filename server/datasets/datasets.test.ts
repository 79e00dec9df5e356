import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { drizzle } from "drizzle-orm/postgres-js";
import { readColumns } from "rustybt";
import { afterAll, beforeAll, expect, test } from "vitest";
import { addOrganisation, type SeededOrganisation } from "#drizzle/seed/factories.ts";
import { testDatabase } from "#server/database/testing.ts";
import { folderStore } from "#server/storage/object-store.ts";
import type { Actor } from "./actor.ts";
import type { DatasetHost } from "./dataset-host.ts";
import { importUpload } from "./import-upload.ts";
import {
  archiveDataset,
  getDataset,
  getUpload,
  getVersionReport,
  inspectAgain,
  lastBars,
  listDatasets,
  previewRows,
  readBars,
  receiveUpload,
  renameDataset,
  restoreDataset,
  startImport,
} from "./index.ts";
import { inspectUpload } from "./inspect-upload.ts";
import { ImportOptions, ReadOptions } from "./read-options.ts";

const folder = mkdtempSync(join(tmpdir(), "rustybt-datasets-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
mkdirSync(join(folder, "scratch"));

const { web, worker, admin } = await testDatabase();
const objects = folderStore(join(folder, "objects"));
const host: DatasetHost = { db: worker, objects, scratch: join(folder, "scratch") };
const place = { db: web, objects };
const now = { retry: 0, signal: new AbortController().signal };
let organisation: SeededOrganisation;
let actor: Actor;

beforeAll(async () => {
  execFileSync(process.execPath, ["-e", "import('./scripts/build/portal-worker.mjs').then((build) => build.buildSandboxRunner())"]);
  organisation = await addOrganisation(drizzle(admin, { casing: "snake_case" }), "Data");
  actor = { organizationId: organisation.id, userId: organisation.users.researcher };
}, 120_000);

async function* pieces(text: string | Uint8Array) {
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; at += 1000) yield bytes.subarray(at, at + 1000);
}

/** As the upload route and then a worker do it. */
async function uploaded(fileName: string, text: string | Uint8Array, options?: ReadOptions) {
  const { uploadId } = await receiveUpload(web, objects, actor, { fileName, body: pieces(text), maxBytes: 10_000_000 });
  if (options !== undefined) await inspectAgain(web, actor, { uploadId, options });
  await inspectUpload(host, { organizationId: actor.organizationId, uploadId }, now);
  return getUpload(web, actor, uploadId);
}

async function imported(uploadId: string, into: { name: string } | { datasetId: string }, options: Partial<ImportOptions> = {}) {
  await startImport(web, actor, { uploadId, options: ImportOptions.parse(options), into });
  await importUpload(host, { organizationId: actor.organizationId, uploadId }, now);
  return getUpload(web, actor, uploadId);
}

const jobs = (name: string) => admin<{ data: { uploadId: string } }[]>`select data from pgboss.job where name = ${name}`;

test("an upload is stored under its content, waits for a worker, and its report has every bad row with its rule", async () => {
  const text = "Date,Open,High,Low,Close,Volume\n2024-01-02,10,12,9,11,5\n2024-01-03,10,8,9,11,5\n2024-01-04,11,12,9,11,5\n";
  const upload = await uploaded("../../etc/\u202eprices.csv", text);
  expect(upload).toMatchObject({ status: "inspected", fileName: "prices.csv", bytes: text.length, problem: null });
  expect(readFileSync(objects.path(upload.objectSha256), "utf8")).toBe(text);
  expect((await jobs("upload.inspect")).map(({ data }) => data.uploadId)).toContain(upload.id);
  expect(upload.report).toMatchObject({
    rows: 2,
    badRows: {
      total: 1,
      rules: [{ rule: "highBelowLow", count: 1 }],
      rows: [{ line: 3, column: "High", value: "8", rule: "highBelowLow" }],
    },
    symbols: [{ symbol: "prices", rows: 2, from: "2024-01-02T00:00:00Z", to: "2024-01-04T00:00:00Z" }],
    coverage: [{ calendar: "XNYS", expected: 3, missing: 1, gaps: [{ from: "2024-01-03T00:00:00Z", missing: 1 }] }],
  });
});

test("bad rows stop an import unless it is told to leave them out", async () => {
  const text = "Date,Open,High,Low,Close\n2024-01-02,10,12,9,11\n2024-01-03,10,8,9,11\n2024-01-04,10,12,9,11\n";
  const { id } = await uploaded("bad.csv", text);
  expect(await imported(id, { name: "Bad" })).toMatchObject({
    status: "failed",
    problem: { code: "data.badRows", message: "1 row cannot be used", hint: "Correct the file, or import without bad rows." },
  });
  expect((await listDatasets(web, actor, { archived: false })).map(({ name }) => name)).not.toContain("Bad");
  const done = await imported(id, { name: "Bad" }, { badRows: "skip" });
  expect(done.status).toBe("imported");
  const [row] = (await listDatasets(web, actor, { archived: false })).filter(({ name }) => name === "Bad");
  expect(row).toMatchObject({ rows: 2, symbolCount: 1, symbols: ["bad"], number: 1, expected: 3, missing: 1 });
});

test("a version is the engine's column file: its symbols are those of the command line, its rows exact", async () => {
  const source = readFileSync("examples/data/AAPL.csv");
  const { id } = await uploaded("AAPL.csv", source);
  const { datasetId, datasetVersionId } = await imported(id, { name: "Apple" });
  const dataset = await getDataset(web, actor, datasetId ?? "");
  const [version] = dataset.versions;
  expect(version).toMatchObject({ number: 1, sourceName: "AAPL.csv", sourceBytes: source.length });
  const data = await readColumns(objects.path(version?.objectSha256 ?? ""));
  expect(data.symbols).toMatchObject([{ symbol: "AAPL", source: "AAPL.csv", sha256: version?.sourceSha256 }]);

  const lines = source.toString().trim().split("\n").slice(1);
  const versionId = datasetVersionId ?? "";
  const preview = await previewRows(place, actor, { versionId, symbol: "AAPL", from: -2, count: 50 });
  expect(preview.rows).toBe(lines.length);
  expect(preview.page).toHaveLength(2);
  const [date, open, high, low, close] = lines.at(-1)?.split(",") ?? [];
  const last = preview.page[1];
  expect(last?.time).toBe(`${date}T00:00:00Z`);
  expect([last?.open, last?.high, last?.low, last?.close].map(Number)).toEqual([open, high, low, close].map(Number));

  const { body, tag } = await readBars(place, actor, { versionId, symbol: "AAPL" });
  const bars = JSON.parse(gunzipSync(body).toString());
  expect(tag).toMatch(/^[0-9a-f]{32}-bars-1$/);
  expect(bars.every).toBe(1);
  expect(bars.t).toHaveLength(lines.length);
  expect(bars.c.at(-1)).toBe(Number(close));
  await expect(previewRows(place, actor, { versionId, symbol: "MSFT", from: 0, count: 5 })).rejects.toMatchObject({ code: "not_found" });
});

test("the same content is the same version of a dataset, other content the next one", async () => {
  const text = "Date,Open,High,Low,Close\n2024-01-02,10,12,9,11\n2024-01-03,10,12,9,11\n";
  const first = await imported((await uploaded("x.csv", text)).id, { name: "Versions" });
  const into = { datasetId: first.datasetId ?? "" };
  const again = await imported((await uploaded("x.csv", text)).id, into);
  expect(again.datasetVersionId).toBe(first.datasetVersionId);
  const more = await imported((await uploaded("x.csv", `${text}2024-01-04,10,12,9,11\n`)).id, into);
  expect((await getDataset(web, actor, into.datasetId)).versions.map(({ id, number }) => [id, number])).toEqual([
    [more.datasetVersionId, 2],
    [first.datasetVersionId, 1],
  ]);
  const { report, readOptions } = await getVersionReport(web, actor, more.datasetVersionId ?? "");
  expect([report.rows, readOptions.badRows]).toEqual([3, "refuse"]);
});

test("what has to be said first is a problem of the report, and another look with the option takes its place", async () => {
  const text = "Time;Open;High;Low;Close\n2024-01-02 09:30;1;2;1;2\n2024-01-02 09:31;1;2;1;2\n";
  const first = await uploaded("minutes.csv", text);
  expect(first.report?.problem).toMatchObject({ code: "data.timezoneNeeded", line: 2, column: "Time", value: "2024-01-02 09:30" });
  expect(first.report?.sample?.rows[1]?.cells).toEqual(["2024-01-02 09:30", "1", "2", "1", "2"]);
  const second = await uploaded("minutes.csv", text, { timezone: "America/New_York" });
  expect(second.report?.problem).toBeNull();
  expect(second.report?.symbols[0]?.from).toBe("2024-01-02T14:30:00Z");
});

test("a report that was overtaken by other options is not noted", async () => {
  const text = "Time,Open,High,Low,Close\n2024-01-02 09:30,1,2,1,2\n";
  const { uploadId } = await receiveUpload(web, objects, actor, { fileName: "t.csv", body: pieces(text), maxBytes: 1000 });
  const begun = Promise.withResolvers<void>();
  const path = (sha256: string) => {
    // It has read its options and goes on to read the file.
    begun.resolve();
    return objects.path(sha256);
  };
  const slow = inspectUpload({ ...host, objects: { ...objects, path } }, { organizationId: actor.organizationId, uploadId }, now);
  await begun.promise;
  await inspectAgain(web, actor, { uploadId, options: { timezone: "UTC" } });
  await slow;
  expect((await getUpload(web, actor, uploadId)).status).toBe("inspecting");
  await inspectUpload(host, { organizationId: actor.organizationId, uploadId }, now);
  expect((await getUpload(web, actor, uploadId)).report?.problem).toBeNull();
});

test.each([
  ["an empty file", "", "invalid"],
  ["a file above the limit", "x".repeat(2000), "invalid"],
])("%s is refused and leaves no upload", async (_, text, code) => {
  const [before] = await admin`select count(*) from uploads`;
  const body = pieces(text);
  await expect(receiveUpload(web, objects, actor, { fileName: "x.csv", body, maxBytes: 1000 })).rejects.toMatchObject({ code });
  expect(await admin`select count(*) from uploads`).toMatchObject([before ?? {}]);
});

test.each([
  ["a Parquet file", "PAR1\u0000\u0000", "data.unsupportedFormat"],
  ["a line of a megabyte without end", `Date,Open,High,Low,Close\n${"1".repeat(3_000_000)}`, "data.notCsv"],
  ["twenty thousand columns", `${"a,".repeat(20_000)}\n`, "data.tooManyColumns"],
])("%s is read in the sandbox and named for what it is", async (_, text, code) => {
  const { status, report } = await uploaded("odd.csv", text);
  expect([status, report?.problem?.code]).toEqual(["inspected", code]);
});

test("a fault of this machine is thrown for the queue to try again, and the last time the upload says so", async () => {
  const { uploadId } = await receiveUpload(web, objects, actor, { fileName: "x.csv", body: pieces("Date\n"), maxBytes: 1000 });
  const { objectSha256 } = await getUpload(web, actor, uploadId);
  await objects.delete(objectSha256);
  const payload = { organizationId: actor.organizationId, uploadId };
  await expect(inspectUpload(host, payload, now)).rejects.toThrow("ENOENT");
  expect((await getUpload(web, actor, uploadId)).status).toBe("inspecting");
  await inspectUpload(host, payload, { ...now, retry: 3 });
  expect(await getUpload(web, actor, uploadId)).toMatchObject({ status: "failed", problem: { code: "internal" } });
});

test("an import starts once, from an upload that was looked at, into a dataset that is there", async () => {
  const { uploadId } = await receiveUpload(web, objects, actor, { fileName: "x.csv", body: pieces("Date\n"), maxBytes: 1000 });
  const options = ImportOptions.parse({});
  await expect(startImport(web, actor, { uploadId, options, into: { name: "X" } })).rejects.toMatchObject({ code: "conflict" });
  await inspectUpload(host, { organizationId: actor.organizationId, uploadId }, now);
  const missing = { datasetId: "01900000-0000-7000-8000-000000000000" };
  await expect(startImport(web, actor, { uploadId, options, into: missing })).rejects.toMatchObject({ code: "not_found" });
});

test("a dataset is renamed, archived and restored, each noted in the audit log", async () => {
  const done = await imported((await uploaded("y.csv", "Date,Open,High,Low,Close\n2024-01-02,1,1,1,1\n")).id, { name: "Old name" });
  const datasetId = done.datasetId ?? "";
  await renameDataset(web, actor, { datasetId, name: "New name" });
  await archiveDataset(web, actor, datasetId);
  expect((await listDatasets(web, actor, { archived: true })).map(({ name }) => name)).toEqual(["New name"]);
  expect((await listDatasets(web, actor, { archived: false })).map(({ id }) => id)).not.toContain(datasetId);
  const again = (await uploaded("y.csv", "Date,Open,High,Low,Close\n2024-01-03,1,1,1,1\n")).id;
  await expect(startImport(web, actor, { uploadId: again, options: ImportOptions.parse({}), into: { datasetId } })).rejects.toMatchObject({
    code: "conflict",
  });
  await restoreDataset(web, actor, datasetId);
  const actions = await admin`select action from audit_log where target = ${`dataset ${datasetId}`} order by seq`;
  expect(actions.map(({ action }) => action)).toEqual(["dataset.import", "dataset.rename", "dataset.archive", "dataset.restore"]);
});

test("the last bars begin on the exchange's day, and leave out symbols that ended before", async () => {
  const days =
    "Date,Symbol,Open,High,Low,Close\n2024-01-02,GONE,1,1,1,1\n2024-01-02,A,1,1,1,1\n2024-01-03,A,1,1,1,1\n2024-01-04,A,1,1,1,1\n";
  const daily = (await imported((await uploaded("days.csv", days)).id, { name: "Days" })).datasetVersionId ?? "";
  expect(await lastBars(place, actor, daily, 2)).toEqual({ from: "2024-01-03", symbols: ["A"] });
  expect(await lastBars(place, actor, daily, 3)).toEqual({ from: null, symbols: ["GONE", "A"] });

  // 20:00 and 21:00 in New York are the next day in UTC.
  const hours = ["2024-01-02 19:00", "2024-01-02 20:00", "2024-01-02 21:00"].map((time) => `${time},1,1,1,1\n`).join("");
  const upload = await uploaded("hours.csv", `Time,Open,High,Low,Close\n${hours}`, ReadOptions.parse({ timezone: "America/New_York" }));
  const intraday = (await imported(upload.id, { name: "Hours" }, { timezone: "America/New_York" })).datasetVersionId ?? "";
  expect(await lastBars(place, actor, intraday, 2)).toMatchObject({ from: "2024-01-02" });
});

test("options are checked before they reach a job", () => {
  expect(ReadOptions.safeParse({ timezone: "Mars/Olympus" }).success).toBe(false);
  expect(ReadOptions.safeParse({ columns: { close: "Last", none: "x" } }).success).toBe(false);
  expect(ReadOptions.safeParse({ columns: { close: "Last", volume: "-" }, timezone: "Europe/Athens", header: false }).success).toBe(true);
});
