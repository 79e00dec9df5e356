import { and, eq } from "drizzle-orm";
import { runFilters } from "#drizzle/schema/index.ts";
import { type TenantDb, withTenant } from "#server/database/connect.ts";
import { notFound } from "#server/lib/errors.ts";
import type { Author } from "../create-run.ts";

/** Forgets one of a member's own filters. */
export async function removeRunFilter(db: TenantDb, author: Author, filterId: string): Promise<void> {
  await withTenant(db, author, async (tx) => {
    const removed = await tx
      .delete(runFilters)
      .where(and(eq(runFilters.id, filterId), eq(runFilters.userId, author.userId)))
      .returning({ id: runFilters.id });
    if (removed.length === 0) throw notFound("filter", filterId);
  });
}
