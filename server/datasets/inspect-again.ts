import { eq } from "drizzle-orm";
import { uploads } from "#drizzle/schema/index.ts";
import { type Tenant, type TenantDb, withTenant } from "#server/database/connect.ts";
import { enqueue, uploadInspect } from "#server/jobs/index.ts";
import { AppError } from "#server/lib/errors.ts";
import { readUpload } from "./get-upload.ts";
import type { InspectInput } from "./inputs.ts";
import type { UploadOptions } from "./upload-options.ts";

/** Has a worker look at an upload again, read in another way. An inspection that is still under way is overtaken. */
export async function inspectAgain(db: TenantDb, tenant: Tenant, { uploadId, options }: InspectInput): Promise<void> {
  const { organizationId } = tenant;
  await withTenant(db, tenant, async (tx) => {
    const { status } = await readUpload(tx, uploadId);
    if (status === "imported" || status === "importing") {
      throw new AppError("conflict", status === "imported" ? "This file has been imported." : "This file is being imported.", {
        hint: "Upload it again to read it in another way.",
      });
    }
    const kept: UploadOptions = { read: options };
    await tx
      .update(uploads)
      .set({ status: "inspecting", options: { ...kept }, problem: null, updatedAt: new Date() })
      .where(eq(uploads.id, uploadId));
    await enqueue(tx, uploadInspect, { organizationId, uploadId });
  });
}
