import { and, desc, eq, sql } from "drizzle-orm";
import { runResults, runs, strategies, strategyVersions } from "#drizzle/schema/index.ts";
import { type Tenant, type TenantDb, withTenant } from "#server/database/connect.ts";
import { notFound } from "#server/lib/errors.ts";

/** A strategy and its versions, the newest first, without their files, each with what its last run came to. */
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
    const lastRuns = await tx
      .selectDistinctOn([runs.strategyVersionId], {
        versionId: runs.strategyVersionId,
        id: runs.id,
        status: runs.status,
        hash: runResults.hash,
        /** Decimal string, a share: 0.05 is five percent, after all costs. */
        netReturn: sql<string | null>`${runResults.summary} ->> 'totalReturn'`,
      })
      .from(runs)
      .leftJoin(runResults, and(eq(runResults.organizationId, runs.organizationId), eq(runResults.runId, runs.id)))
      .where(eq(runs.strategyId, strategyId))
      // Ids of version 7 sort by the moment they were made.
      .orderBy(runs.strategyVersionId, desc(runs.id));
    const runOf = new Map(lastRuns.map(({ versionId, ...run }) => [versionId, run]));
    return { ...strategy, versions: versions.map((version) => ({ ...version, lastRun: runOf.get(version.id) ?? null })) };
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
