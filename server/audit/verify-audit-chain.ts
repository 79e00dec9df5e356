import { asc, eq } from "drizzle-orm";
import { auditLog } from "#drizzle/schema/index.ts";
import { type Tenant, type TenantDb, withTenant } from "#server/database/connect.ts";
import { auditHash, chainStart } from "./append-audit.ts";

/** Recomputes the chain of an organisation: how many entries hold, and the first one that does not. */
export async function verifyAuditChain(db: TenantDb, tenant: Tenant): Promise<{ readonly entries: number; readonly brokenAt?: number }> {
  const rows = await withTenant(db, tenant, (tx) =>
    tx.select().from(auditLog).where(eq(auditLog.organizationId, tenant.organizationId)).orderBy(asc(auditLog.seq)),
  );
  let previousHash = chainStart;
  for (const [index, row] of rows.entries()) {
    if (row.seq !== index + 1 || row.previousHash !== previousHash || row.hash !== auditHash(row))
      return { entries: index, brokenAt: index + 1 };
    previousHash = row.hash;
  }
  return { entries: rows.length };
}
