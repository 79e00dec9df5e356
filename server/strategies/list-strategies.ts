import { and, desc, eq, isNotNull, isNull, sql } from "drizzle-orm";
import { runs, strategies, strategyVersions } from "#drizzle/schema/index.ts";
import { type Tenant, type TenantDb, withTenant } from "#server/database/connect.ts";

/** The strategies of an organisation, or the archived ones, the one changed last first. */
export async function listStrategies(db: TenantDb, tenant: Tenant, { isArchived = false }: { readonly isArchived?: boolean } = {}) {
  return withTenant(db, tenant, async (tx) => {
    const counted = tx
      .select({ strategyId: runs.strategyId, runs: sql<number>`count(*)::int`.as("runs") })
      .from(runs)
      .groupBy(runs.strategyId)
      .as("counted");
    const changedAt = sql`max(${strategyVersions.createdAt})`.mapWith(strategyVersions.createdAt);
    return tx
      .select({
        id: strategies.id,
        name: strategies.name,
        description: strategies.description,
        versions: sql<number>`count(*)::int`,
        changedAt,
        runs: sql<number>`coalesce(${counted.runs}, 0)`,
      })
      .from(strategies)
      .innerJoin(
        strategyVersions,
        and(eq(strategyVersions.organizationId, strategies.organizationId), eq(strategyVersions.strategyId, strategies.id)),
      )
      .leftJoin(counted, eq(counted.strategyId, strategies.id))
      .where(isArchived ? isNotNull(strategies.archivedAt) : isNull(strategies.archivedAt))
      .groupBy(strategies.organizationId, strategies.id, counted.runs)
      .orderBy(desc(changedAt));
  });
}
