import { eq } from "drizzle-orm";
import { datasetVersions } from "#drizzle/schema/index.ts";
import { type Tenant, type TenantDb, withTenant } from "#server/database/connect.ts";
import { AppError, notFound } from "#server/lib/errors.ts";
import type { ObjectStore } from "#server/storage/object-store.ts";
import { openColumnFile, type StoredSymbol } from "./column-file.ts";

export interface VersionSymbol {
  readonly versionId: string;
  readonly symbol: string;
}

/** Opens a symbol of a dataset version for the time of `use`. */
export async function withVersionSymbol<T>(
  { db, objects }: { readonly db: TenantDb; readonly objects: ObjectStore },
  tenant: Tenant,
  { versionId, symbol }: VersionSymbol,
  use: (stored: StoredSymbol, objectSha256: string) => Promise<T>,
): Promise<T> {
  const [version] = await withTenant(db, tenant, (tx) =>
    tx.select({ objectSha256: datasetVersions.objectSha256 }).from(datasetVersions).where(eq(datasetVersions.id, versionId)),
  );
  if (version === undefined) throw notFound("dataset version", versionId);
  if (!(await objects.has(version.objectSha256))) {
    throw new AppError("unavailable", `The column file ${version.objectSha256.slice(0, 12)} is not in the store.`, {
      hint: "Its folder may have been moved; import the source again.",
    });
  }
  const file = await openColumnFile(objects.path(version.objectSha256));
  try {
    const stored = file.symbols.find((one) => one.symbol === symbol);
    if (stored === undefined) throw notFound("symbol", symbol);
    return await use(stored, version.objectSha256);
  } finally {
    await file.close();
  }
}
