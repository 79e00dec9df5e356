import { and, eq, inArray } from "drizzle-orm";
import { datasets, uploads } from "#drizzle/schema/index.ts";
import { type Tenant, type TenantDb, withTenant } from "#server/database/connect.ts";
import { enqueue, uploadImport } from "#server/jobs/index.ts";
import { AppError, notFound } from "#server/lib/errors.ts";
import { readUpload } from "./get-upload.ts";
import type { ImportInput } from "./inputs.ts";
import type { UploadOptions } from "./upload-options.ts";

/** Has a worker make a dataset version of an upload whose report was seen. */
export async function startImport(db: TenantDb, tenant: Tenant, { uploadId, options, into }: ImportInput): Promise<void> {
  const { organizationId } = tenant;
  await withTenant(db, tenant, async (tx) => {
    await readUpload(tx, uploadId);
    const datasetId = "datasetId" in into ? into.datasetId : null;
    if (datasetId !== null) {
      const [dataset] = await tx.select({ archivedAt: datasets.archivedAt }).from(datasets).where(eq(datasets.id, datasetId));
      if (dataset === undefined) throw notFound("dataset", datasetId);
      if (dataset.archivedAt !== null) throw new AppError("conflict", "The dataset is archived.", { hint: "Restore it first." });
    }
    const kept: UploadOptions = { read: options, ...("name" in into ? { datasetName: into.name } : {}) };
    const started = await tx
      .update(uploads)
      .set({ status: "importing", options: { ...kept }, datasetId, problem: null, updatedAt: new Date() })
      .where(and(eq(uploads.id, uploadId), inArray(uploads.status, ["inspected", "failed"])))
      .returning({ id: uploads.id });
    if (started.length === 0) {
      throw new AppError("conflict", "This file is not ready to be imported.", {
        hint: "Wait until it has been checked, or upload it again.",
      });
    }
    await enqueue(tx, uploadImport, { organizationId, uploadId });
  });
}
