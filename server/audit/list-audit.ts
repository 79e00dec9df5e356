import { and, desc, eq, lt } from "drizzle-orm";
import { auditLog } from "#drizzle/schema/index.ts";
import { type Tenant, type TenantDb, withTenant } from "#server/database/connect.ts";

const pageSize = 100;

/** The entries of an organisation, newest first, a page at a time; `before` is the smallest `seq` seen. */
export async function listAudit(db: TenantDb, tenant: Tenant, before: number | undefined) {
  return withTenant(db, tenant, async (tx) => {
    const rows = await tx
      .select()
      .from(auditLog)
      .where(and(eq(auditLog.organizationId, tenant.organizationId), before === undefined ? undefined : lt(auditLog.seq, before)))
      .orderBy(desc(auditLog.seq))
      .limit(pageSize);
    return { rows, next: rows.length === pageSize ? rows.at(-1)?.seq : undefined };
  });
}
