import { desc, isNull, sql } from "drizzle-orm";
import { runs, strategies, strategyVersions } from "#drizzle/schema/index.ts";
import { type Tenant, type TenantDb, withTenant } from "#server/database/connect.ts";

/** The strategies of an organisation that are not archived, the one changed last first. */
export async function listStrategies(db: TenantDb, tenant: Tenant) {
  return withTenant(db, tenant, (tx) =>
    tx
      .select({
        id: strategies.id,
        name: strategies.name,
        description: strategies.description,
        createdAt: strategies.createdAt,
        newestVersionId: sql<string>`(select v.id from ${strategyVersions} v where v.organization_id = ${strategies.organizationId} and v.strategy_id = ${strategies.id} order by v.number desc limit 1)`,
        versions: sql<number>`(select count(*)::int from ${strategyVersions} v where v.organization_id = ${strategies.organizationId} and v.strategy_id = ${strategies.id})`,
        runs: sql<number>`(select count(*)::int from ${runs} r where r.organization_id = ${strategies.organizationId} and r.strategy_id = ${strategies.id})`,
        changedAt:
          sql<Date>`(select max(v.created_at) from ${strategyVersions} v where v.organization_id = ${strategies.organizationId} and v.strategy_id = ${strategies.id})`.mapWith(
            strategies.createdAt,
          ),
      })
      .from(strategies)
      .where(isNull(strategies.archivedAt))
      .orderBy(desc(strategies.createdAt)),
  );
}
