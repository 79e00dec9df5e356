import { uploads } from "#drizzle/schema/index.ts";
import { type TenantDb, withTenant } from "#server/database/connect.ts";
import { enqueue, uploadInspect } from "#server/jobs/index.ts";
import { AppError, assert } from "#server/lib/errors.ts";
import type { ObjectStore } from "#server/storage/object-store.ts";
import type { Actor } from "./actor.ts";
import { fileNameOf } from "./file-name.ts";

export interface ReceivedFile {
  readonly fileName: string;
  readonly body: AsyncIterable<Uint8Array>;
  readonly maxBytes: number;
}

/** Stores a price file as it streams in, and has a worker look at it. */
export async function receiveUpload(
  db: TenantDb,
  objects: ObjectStore,
  actor: Actor,
  { fileName, body, maxBytes }: ReceivedFile,
): Promise<{ uploadId: string }> {
  const { sha256, bytes } = await objects.put(body, maxBytes);
  if (bytes === 0)
    throw new AppError("invalid", "The file is empty.", { hint: "Choose a price file: a header line, then one bar a line." });
  const { organizationId, userId } = actor;
  return withTenant(db, actor, async (tx) => {
    const [upload] = await tx
      .insert(uploads)
      .values({
        organizationId,
        status: "inspecting",
        fileName: fileNameOf(fileName),
        bytes,
        sourceSha256: sha256,
        objectSha256: sha256,
        createdBy: userId,
      })
      .returning({ id: uploads.id });
    assert(upload !== undefined, "an inserted upload comes back");
    await enqueue(tx, uploadInspect, { organizationId, uploadId: upload.id });
    return { uploadId: upload.id };
  });
}
