import { createReadStream } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { join } from "node:path";
import { desc, eq } from "drizzle-orm";
import { datasets, datasetVersions } from "#drizzle/schema/index.ts";
import { appendAudit } from "#server/audit/index.ts";
import { type Tx, withTenant } from "#server/database/connect.ts";
import { assert, notFound } from "#server/lib/errors.ts";
import { organisationsHere, runInSandbox } from "#server/sandbox/index.ts";
import type { StoredObject } from "#server/storage/object-store.ts";
import type { Actor } from "./actor.ts";
import { openColumnFile } from "./column-file.ts";
import { dataLimits } from "./data-limits.ts";
import type { DatasetHost } from "./dataset-host.ts";
import { type ImportOptions, jobOptions } from "./read-options.ts";
import { reportOf } from "./upload-work.ts";

export interface FileToImport {
  /** On this machine. */
  readonly path: string;
  /** As its owner calls it: its stem names the symbol of a file without a symbol column. */
  readonly fileName: string;
  readonly options: Partial<ImportOptions>;
  readonly into: { readonly name: string } | { readonly datasetId: string };
}

export interface ImportedVersion {
  readonly datasetId: string;
  readonly versionId: string;
  readonly number: number;
}

/**
 * Makes a dataset version of a price file: the sandbox reads it and hands back the engine's column file, which is stored. The same content is the
 * same version of a dataset: it is answered, not added again. Throws `UploadProblem` for what is the file's fault.
 */
export async function importFile(
  { db, objects, scratch }: DatasetHost,
  actor: Actor,
  { path, fileName, options, into }: FileToImport,
  signal?: AbortSignal,
): Promise<ImportedVersion> {
  const outputFolder = await mkdtemp(join(scratch, "import-"));
  try {
    const outcome = await runInSandbox({
      job: { task: "import", file: { path, format: "csv", name: fileName }, options: jobOptions(options) },
      limits: dataLimits,
      signal,
      outputFolder,
      organisations: await organisationsHere(db),
    });
    const report = reportOf(outcome);
    const part = outcome.status === "succeeded" ? outcome.parts.find(({ name }) => name === "columns.rbt") : undefined;
    assert(part !== undefined && report.file !== null, "an import comes with a column file and its report");
    const stored = await objects.put(createReadStream(part.path));
    await checkSymbols(objects.path(stored.sha256), report.symbols);
    const version = { stored, fileName, options, report, file: report.file };
    return await withTenant(db, actor, (tx) => addVersion(tx, actor, into, version));
  } finally {
    await rm(outputFolder, { recursive: true, force: true });
  }
}

type Report = ReturnType<typeof reportOf>;

/** What is shown must be what runs will read. */
async function checkSymbols(path: string, reported: Report["symbols"]): Promise<void> {
  const file = await openColumnFile(path);
  try {
    const facts = (symbols: readonly { symbol: string; rows: number; from: string; to: string }[]) =>
      symbols.map(({ symbol, rows, from, to }) => `${symbol} ${rows} ${from} ${to}`).join("\n");
    assert(facts(file.symbols) === facts(reported), "a column file holds what its report says");
  } finally {
    await file.close();
  }
}

interface NewVersion {
  readonly stored: StoredObject;
  readonly fileName: string;
  readonly options: Partial<ImportOptions>;
  readonly report: Report;
  readonly file: NonNullable<Report["file"]>;
}

async function addVersion(tx: Tx, actor: Actor, into: FileToImport["into"], version: NewVersion): Promise<ImportedVersion> {
  const { organizationId, userId } = actor;
  const { stored, fileName, options, report, file } = version;
  const datasetId = await targetOf(tx, actor, into);
  const versions = await tx
    .select({ id: datasetVersions.id, number: datasetVersions.number, objectSha256: datasetVersions.objectSha256 })
    .from(datasetVersions)
    .where(eq(datasetVersions.datasetId, datasetId))
    .orderBy(desc(datasetVersions.number));
  const same = versions.find(({ objectSha256 }) => objectSha256 === stored.sha256);
  if (same !== undefined) return { datasetId, versionId: same.id, number: same.number };
  const number = (versions[0]?.number ?? 0) + 1;
  const [added] = await tx
    .insert(datasetVersions)
    .values({
      organizationId,
      datasetId,
      number,
      objectSha256: stored.sha256,
      sourceName: fileName,
      sourceSha256: file.sha256,
      sourceBytes: file.bytes,
      rows: report.rows,
      symbols: report.symbols,
      report: { ...report },
      readOptions: { ...options },
      createdBy: userId,
    })
    .returning({ id: datasetVersions.id });
  assert(added !== undefined, "an inserted version comes back");
  await appendAudit(tx, {
    organizationId,
    actor: userId,
    action: "dataset.import",
    target: `dataset ${datasetId}`,
    after: { version: number, sourceName: fileName, sourceSha256: file.sha256, rows: report.rows },
  });
  return { datasetId, versionId: added.id, number };
}

/** The dataset that the version goes to; its other imports wait until this one is done. */
async function targetOf(tx: Tx, { organizationId, userId }: Actor, into: FileToImport["into"]): Promise<string> {
  if ("datasetId" in into) {
    const [dataset] = await tx.select({ id: datasets.id }).from(datasets).where(eq(datasets.id, into.datasetId)).for("update");
    if (dataset === undefined) throw notFound("dataset", into.datasetId);
    return dataset.id;
  }
  const [dataset] = await tx.insert(datasets).values({ organizationId, name: into.name, createdBy: userId }).returning({ id: datasets.id });
  assert(dataset !== undefined, "an inserted dataset comes back");
  return dataset.id;
}
