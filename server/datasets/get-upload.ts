import { eq } from "drizzle-orm";
import { uploads } from "#drizzle/schema/index.ts";
import { type Tenant, type TenantDb, type Tx, withTenant } from "#server/database/connect.ts";
import { notFound } from "#server/lib/errors.ts";
import type { DataReport } from "#server/sandbox/index.ts";
import type { UploadOptions } from "./upload-options.ts";

export type Upload = Omit<typeof uploads.$inferSelect, "options" | "report"> & {
  readonly options: UploadOptions;
  readonly report: DataReport | null;
};

/** An upload with what was found in it so far. */
export async function getUpload(db: TenantDb, tenant: Tenant, uploadId: string): Promise<Upload> {
  return withTenant(db, tenant, (tx) => readUpload(tx, uploadId));
}

export async function readUpload(tx: Tx, uploadId: string): Promise<Upload> {
  const [upload] = await tx.select().from(uploads).where(eq(uploads.id, uploadId));
  if (upload === undefined) throw notFound("upload", uploadId);
  // Written by this folder alone.
  return upload as Upload;
}
