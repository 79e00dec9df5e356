import { eq } from "drizzle-orm";
import { type DatasetSymbol, datasetVersions } from "#drizzle/schema/index.ts";
import { type Tenant, type TenantDb, withTenant } from "#server/database/connect.ts";
import { AppError, notFound } from "#server/lib/errors.ts";
import type { ObjectStore } from "#server/storage/object-store.ts";
import { type OpenColumnFile, openColumnFile } from "./column-file.ts";

export interface DatasetPlace {
  readonly db: TenantDb;
  readonly objects: ObjectStore;
}

/** Opens the column file of a dataset version for the time of `use`. */
export async function withVersionFile<T>(
  { db, objects }: DatasetPlace,
  tenant: Tenant,
  versionId: string,
  use: (file: OpenColumnFile, version: { readonly objectSha256: string; readonly symbols: readonly DatasetSymbol[] }) => Promise<T>,
): Promise<T> {
  const { objectSha256, symbols } = datasetVersions;
  const [version] = await withTenant(db, tenant, (tx) =>
    tx.select({ objectSha256, symbols }).from(datasetVersions).where(eq(datasetVersions.id, versionId)),
  );
  if (version === undefined) throw notFound("dataset version", versionId);
  if (!(await objects.has(version.objectSha256))) {
    throw new AppError("unavailable", `The column file ${version.objectSha256.slice(0, 12)} is not in the store.`, {
      hint: "Its folder may have been moved; import the source again.",
    });
  }
  const file = await openColumnFile(objects.path(version.objectSha256));
  try {
    return await use(file, version);
  } finally {
    await file.close();
  }
}
