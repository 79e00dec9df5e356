import { and, asc, eq, inArray } from "drizzle-orm";
import { datasets, datasetVersions, runAttempts, runResults, runs, strategies, strategyVersions } from "#drizzle/schema/index.ts";
import { type Tenant, type TenantDb, withTenant } from "#server/database/connect.ts";
import { notFound } from "#server/lib/errors.ts";
import { memberNames } from "./list-runs.ts";

/** A run with its strategy, datasets, attempts and, once it has one, its result. */
export async function getRun(db: TenantDb, tenant: Tenant, runId: string) {
  return withTenant(db, tenant, async (tx) => {
    const [row] = await tx
      .select({
        run: runs,
        strategy: {
          id: strategies.id,
          name: strategies.name,
          versionId: strategyVersions.id,
          number: strategyVersions.number,
          sha256: strategyVersions.sha256,
        },
        result: runResults,
      })
      .from(runs)
      .innerJoin(strategies, and(eq(strategies.organizationId, runs.organizationId), eq(strategies.id, runs.strategyId)))
      .innerJoin(
        strategyVersions,
        and(eq(strategyVersions.organizationId, runs.organizationId), eq(strategyVersions.id, runs.strategyVersionId)),
      )
      .leftJoin(runResults, and(eq(runResults.organizationId, runs.organizationId), eq(runResults.runId, runs.id)))
      .where(eq(runs.id, runId));
    if (row === undefined) throw notFound("run", runId);
    const { run, strategy, result } = row;
    const used = await tx
      .select({
        id: datasetVersions.id,
        datasetId: datasets.id,
        name: datasets.name,
        number: datasetVersions.number,
        sourceName: datasetVersions.sourceName,
      })
      .from(datasetVersions)
      .innerJoin(datasets, and(eq(datasets.organizationId, datasetVersions.organizationId), eq(datasets.id, datasetVersions.datasetId)))
      .where(inArray(datasetVersions.id, run.datasetVersionIds));
    const attempts = await tx
      .select({
        epoch: runAttempts.epoch,
        worker: runAttempts.worker,
        startedAt: runAttempts.startedAt,
        finishedAt: runAttempts.finishedAt,
        outcome: runAttempts.outcome,
      })
      .from(runAttempts)
      .where(eq(runAttempts.runId, runId))
      .orderBy(asc(runAttempts.epoch));
    const names = await memberNames(tx);
    const { organizationId: _, createdBy, ...rest } = run;
    return {
      ...rest,
      createdBy: { id: createdBy, name: names.get(createdBy) ?? "a former member" },
      strategy,
      datasets: used,
      attempts,
      result: result && {
        hash: result.hash,
        seal: result.seal,
        engine: result.engine,
        summary: result.summary,
        metrics: result.metrics,
        objects: result.objects,
        pdfSha256: result.pdfSha256,
        pdfFailedAt: result.pdfFailedAt,
      },
    };
  });
}

export type RunDetails = Awaited<ReturnType<typeof getRun>>;
