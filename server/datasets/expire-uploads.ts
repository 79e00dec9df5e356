import { and, eq, ne, sql } from "drizzle-orm";
import { uploads } from "#drizzle/schema/index.ts";
import { callAcrossTenants, withTenant } from "#server/database/connect.ts";
import type { DatasetHost } from "./dataset-host.ts";

/** A file that was sent and not imported is kept this long after it was last touched. */
const keptHours = 24;

/**
 * Clears away files that nobody imported: their rows, and their bytes unless somebody else has the same. Answers how many. Several workers may do it
 * at the same time; what one of them did not finish, the next finishes.
 */
export async function expireUploads({ db, objects }: Pick<DatasetHost, "db" | "objects">): Promise<number> {
  const stale = await callAcrossTenants<{ organization_id: string; upload_id: string }>(db, { name: "stale_uploads", args: [keptHours] });
  const before = new Date(Date.now() - keptHours * 3_600_000);
  let expired = 0;
  for (const { organization_id: organizationId, upload_id: uploadId } of stale) {
    await withTenant(db, { organizationId }, async (tx) => {
      // From here on nobody can start its import; one that was started meanwhile keeps it.
      const [upload] = await tx
        .select({ objectSha256: uploads.objectSha256, updatedAt: uploads.updatedAt })
        .from(uploads)
        .where(and(eq(uploads.id, uploadId), ne(uploads.status, "imported")))
        .for("update", { skipLocked: true });
      if (upload === undefined || upload.updatedAt >= before) return;
      // Of two workers with two uploads of the same bytes the second one finds them unused.
      await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${upload.objectSha256}, 0))`);
      const [used] = await callAcrossTenants<{ is_used: boolean }>(db, { name: "is_object_used", args: [upload.objectSha256, uploadId] });
      if (used?.is_used === false) await objects.deleteIfOlder(upload.objectSha256, before);
      await tx.delete(uploads).where(eq(uploads.id, uploadId));
      expired += 1;
    });
  }
  return expired;
}
