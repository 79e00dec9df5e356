import { and, eq, isNull, sql } from "drizzle-orm";
import { shares } from "#drizzle/schema/index.ts";
import { appendAudit } from "#server/audit/index.ts";
import { type TenantDb, withTenant } from "#server/database/connect.ts";
import { notFound } from "#server/lib/errors.ts";
import type { Author } from "#server/runs/index.ts";

/** Ends a link for good: from the next request on it answers 410. Revoking twice changes nothing. */
export async function revokeShare(db: TenantDb, author: Author, shareId: string): Promise<void> {
  const { organizationId, userId } = author;
  await withTenant(db, author, async (tx) => {
    const revoked = await tx
      .update(shares)
      .set({ revokedAt: sql`now()` })
      .where(and(eq(shares.id, shareId), isNull(shares.revokedAt)))
      .returning({ runId: shares.runId, views: shares.views });
    const [share] = revoked;
    if (share === undefined) {
      const known = await tx.select({ id: shares.id }).from(shares).where(eq(shares.id, shareId));
      if (known.length === 0) throw notFound("share link", shareId);
      return;
    }
    await appendAudit(tx, {
      organizationId,
      actor: userId,
      action: "share.revoke",
      target: `share ${shareId}`,
      before: { runId: share.runId, views: share.views },
    });
  });
}
