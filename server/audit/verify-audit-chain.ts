import { and, asc, eq, gt } from "drizzle-orm";
import { auditLog } from "#drizzle/schema/index.ts";
import { type Tenant, type TenantDb, withTenant } from "#server/database/connect.ts";
import { auditHash, chainStart } from "./append-audit.ts";

/**
 * Recomputes the chain of an organisation: how many entries hold, and the first one that does not. Read a page at a time: a log of years need
 * not fit into memory, and no transaction stays open for it.
 */
export async function verifyAuditChain(
  db: TenantDb,
  tenant: Tenant,
  pageSize = 1_000,
): Promise<{ readonly entries: number; readonly brokenAt?: number }> {
  let entries = 0;
  let previousHash = chainStart;
  // The first page begins below 1: no number in front of the chain is overlooked.
  for (let after: number | undefined; ; ) {
    const rows = await withTenant(db, tenant, (tx) =>
      tx
        .select()
        .from(auditLog)
        .where(and(eq(auditLog.organizationId, tenant.organizationId), after === undefined ? undefined : gt(auditLog.seq, after)))
        .orderBy(asc(auditLog.seq))
        .limit(pageSize),
    );
    for (const row of rows) {
      if (row.seq !== entries + 1 || row.previousHash !== previousHash || row.hash !== auditHash(row))
        return { entries, brokenAt: entries + 1 };
      entries += 1;
      previousHash = row.hash;
    }
    if (rows.length < pageSize) return { entries };
    after = entries;
  }
}
