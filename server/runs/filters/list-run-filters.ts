import { asc, eq } from "drizzle-orm";
import { type RunFilter, runFilters } from "#drizzle/schema/index.ts";
import { type TenantDb, withTenant } from "#server/database/connect.ts";
import type { Author } from "../create-run.ts";

export interface SavedRunFilter {
  readonly id: string;
  readonly name: string;
  readonly filter: RunFilter;
}

/** The filters that a member has kept, by name. */
export async function listRunFilters(db: TenantDb, author: Author): Promise<SavedRunFilter[]> {
  return withTenant(db, author, (tx) =>
    tx
      .select({ id: runFilters.id, name: runFilters.name, filter: runFilters.filter })
      .from(runFilters)
      .where(eq(runFilters.userId, author.userId))
      .orderBy(asc(runFilters.name)),
  );
}
