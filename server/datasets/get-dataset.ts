import { desc, eq } from "drizzle-orm";
import { datasets, datasetVersions } from "#drizzle/schema/index.ts";
import { type Tenant, type TenantDb, withTenant } from "#server/database/connect.ts";
import { notFound } from "#server/lib/errors.ts";
import type { DataReport } from "#server/sandbox/index.ts";
import type { ImportOptions } from "./read-options.ts";

/** A dataset and its versions, the newest first, without their reports. */
export async function getDataset(db: TenantDb, tenant: Tenant, datasetId: string) {
  return withTenant(db, tenant, async (tx) => {
    const [dataset] = await tx.select().from(datasets).where(eq(datasets.id, datasetId));
    if (dataset === undefined) throw notFound("dataset", datasetId);
    const { id, number, objectSha256, sourceName, sourceSha256, sourceBytes, rows, symbols, createdBy, createdAt } = datasetVersions;
    const versions = await tx
      .select({ id, number, objectSha256, sourceName, sourceSha256, sourceBytes, rows, symbols, createdBy, createdAt })
      .from(datasetVersions)
      .where(eq(datasetVersions.datasetId, datasetId))
      .orderBy(desc(datasetVersions.number));
    return { ...dataset, versions };
  });
}

/** How a version was read, and what was found in its source then. */
export async function getVersionReport(db: TenantDb, tenant: Tenant, versionId: string) {
  const [version] = await withTenant(db, tenant, (tx) =>
    tx
      .select({ report: datasetVersions.report, readOptions: datasetVersions.readOptions })
      .from(datasetVersions)
      .where(eq(datasetVersions.id, versionId)),
  );
  if (version === undefined) throw notFound("dataset version", versionId);
  // Written by `importFile` alone.
  return version as unknown as { readonly report: DataReport; readonly readOptions: Partial<ImportOptions> };
}
