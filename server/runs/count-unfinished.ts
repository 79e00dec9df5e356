import { count, inArray } from "drizzle-orm";
import { runs } from "#drizzle/schema/index.ts";
import { type Tenant, type TenantDb, withTenant } from "#server/database/connect.ts";

/** How many runs of an organisation are on their way. */
export async function countUnfinished(db: TenantDb, tenant: Tenant): Promise<{ readonly running: number; readonly queued: number }> {
  return withTenant(db, tenant, async (tx) => {
    const rows = await tx
      .select({ status: runs.status, count: count() })
      .from(runs)
      .where(inArray(runs.status, ["queued", "running"]))
      .groupBy(runs.status);
    const of = (wanted: string) => rows.find(({ status }) => status === wanted)?.count ?? 0;
    return { running: of("running"), queued: of("queued") };
  });
}
