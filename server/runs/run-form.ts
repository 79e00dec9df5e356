import { and, asc, desc, eq, isNull, sql } from "drizzle-orm";
import { datasets, datasetVersions, strategies, strategyVersions } from "#drizzle/schema/index.ts";
import { type TenantDb, withTenant } from "#server/database/connect.ts";
import type { Author } from "./create-run.ts";
import { describeSettings } from "./describe-settings.ts";
import { inputOfRun } from "./rerun.ts";

/** What the form for a new run offers: strategies with their versions and parameters, datasets with what they cover, every setting. */
export async function runForm(db: TenantDb, author: Author, { like }: { readonly like?: string | undefined }) {
  const prefill = like === undefined ? null : await inputOfRun(db, author, like);
  const offered = await withTenant(db, author, async (tx) => {
    const versions = await tx
      .select({
        id: strategyVersions.id,
        strategyId: strategies.id,
        strategy: strategies.name,
        number: strategyVersions.number,
        params: strategyVersions.params,
        problem: sql<string | null>`${strategyVersions.problems} -> 0 ->> 'message'`,
        isInspected: sql<boolean>`${strategyVersions.inspectedAt} is not null`,
      })
      .from(strategyVersions)
      .innerJoin(
        strategies,
        and(eq(strategies.organizationId, strategyVersions.organizationId), eq(strategies.id, strategyVersions.strategyId)),
      )
      .where(isNull(strategies.archivedAt))
      .orderBy(asc(strategies.name), desc(strategyVersions.number))
      .limit(1000);
    const data = await tx
      .select({
        id: datasetVersions.id,
        datasetId: datasets.id,
        dataset: datasets.name,
        number: datasetVersions.number,
        rows: datasetVersions.rows,
        symbols: datasetVersions.symbols,
      })
      .from(datasetVersions)
      .innerJoin(datasets, and(eq(datasets.organizationId, datasetVersions.organizationId), eq(datasets.id, datasetVersions.datasetId)))
      .where(isNull(datasets.archivedAt))
      .orderBy(asc(datasets.name), desc(datasetVersions.number))
      .limit(1000);
    return { versions, data };
  });
  return { ...offered, settings: describeSettings(), prefill };
}

export type RunForm = Awaited<ReturnType<typeof runForm>>;
