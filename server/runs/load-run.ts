import { and, eq, inArray } from "drizzle-orm";
import { datasetVersions, runs, strategyVersions } from "#drizzle/schema/index.ts";
import { type Tenant, type TenantDb, withTenant } from "#server/database/connect.ts";
import { assert, notFound } from "#server/lib/errors.ts";

/** A run with everything it is made of. */
export async function loadRun(db: TenantDb, tenant: Tenant, runId: string) {
  return withTenant(db, tenant, async (tx) => {
    const [row] = await tx
      .select({ run: runs, version: strategyVersions })
      .from(runs)
      .innerJoin(
        strategyVersions,
        and(eq(strategyVersions.organizationId, runs.organizationId), eq(strategyVersions.id, runs.strategyVersionId)),
      )
      .where(eq(runs.id, runId));
    if (row === undefined) throw notFound("run", runId);
    const { run, version } = row;
    const found = await tx.select().from(datasetVersions).where(inArray(datasetVersions.id, run.datasetVersionIds));
    const datasets = run.datasetVersionIds.map((id) => {
      const dataset = found.find((one) => one.id === id);
      assert(dataset !== undefined, `dataset version ${id} of run ${runId} exists`);
      return dataset;
    });
    return { run, version, datasets };
  });
}

export type LoadedRun = Awaited<ReturnType<typeof loadRun>>;
