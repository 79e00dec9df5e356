import { desc, eq } from "drizzle-orm";
import { strategies, strategyVersions } from "#drizzle/schema/index.ts";
import { type Tenant, type TenantDb, withTenant } from "#server/database/connect.ts";
import { notFound } from "#server/lib/errors.ts";

/** A strategy and its versions, the newest first, without their files. */
export async function getStrategy(db: TenantDb, tenant: Tenant, strategyId: string) {
  return withTenant(db, tenant, async (tx) => {
    const [strategy] = await tx.select().from(strategies).where(eq(strategies.id, strategyId));
    if (strategy === undefined) throw notFound("strategy", strategyId);
    const { id, number, sha256, name, params, problems, inspectedAt, createdBy, createdAt } = strategyVersions;
    const versions = await tx
      .select({ id, number, sha256, name, params, problems, inspectedAt, createdBy, createdAt })
      .from(strategyVersions)
      .where(eq(strategyVersions.strategyId, strategyId))
      .orderBy(desc(strategyVersions.number));
    return { ...strategy, versions };
  });
}

/** A version with its files. */
export async function getVersion(db: TenantDb, tenant: Tenant, versionId: string) {
  return withTenant(db, tenant, async (tx) => {
    const [version] = await tx.select().from(strategyVersions).where(eq(strategyVersions.id, versionId));
    if (version === undefined) throw notFound("strategy version", versionId);
    return version;
  });
}
