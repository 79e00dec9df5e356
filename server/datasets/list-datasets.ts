import { and, desc, eq, isNotNull, isNull, sql } from "drizzle-orm";
import { datasets, datasetVersions } from "#drizzle/schema/index.ts";
import { type Tenant, type TenantDb, withTenant } from "#server/database/connect.ts";

const namedSymbols = 20;

/** The datasets of an organisation with their newest versions, the one changed last first. */
export async function listDatasets(db: TenantDb, tenant: Tenant, { archived }: { readonly archived: boolean }) {
  const newest = sql`(select max(v.number) from ${datasetVersions} v where v.organization_id = ${datasets.organizationId} and v.dataset_id = ${datasets.id})`;
  const rows = await withTenant(db, tenant, (tx) =>
    tx
      .select({
        id: datasets.id,
        name: datasets.name,
        archivedAt: datasets.archivedAt,
        versionId: datasetVersions.id,
        number: datasetVersions.number,
        sourceName: datasetVersions.sourceName,
        rows: datasetVersions.rows,
        symbols: datasetVersions.symbols,
        missing: sql<
          number | null
        >`(select sum((c->>'missing')::bigint)::float8 from jsonb_array_elements(${datasetVersions.report}->'coverage') c)`,
        expected: sql<
          number | null
        >`(select sum((c->>'expected')::bigint)::float8 from jsonb_array_elements(${datasetVersions.report}->'coverage') c)`,
        changedAt: datasetVersions.createdAt,
      })
      .from(datasets)
      .innerJoin(
        datasetVersions,
        and(
          eq(datasetVersions.organizationId, datasets.organizationId),
          eq(datasetVersions.datasetId, datasets.id),
          eq(datasetVersions.number, newest),
        ),
      )
      .where(archived ? isNotNull(datasets.archivedAt) : isNull(datasets.archivedAt))
      .orderBy(desc(datasetVersions.createdAt)),
  );
  return rows.map(({ symbols, ...dataset }) => {
    const from = symbols.map((each) => each.from).sort()[0] ?? null;
    const to =
      symbols
        .map((each) => each.to)
        .sort()
        .at(-1) ?? null;
    const [first] = symbols;
    return {
      ...dataset,
      symbolCount: symbols.length,
      symbols: symbols.slice(0, namedSymbols).map(({ symbol }) => symbol),
      from,
      to,
      isDaily: first?.isDaily ?? true,
      intervalMs: first?.intervalMs ?? 0,
    };
  });
}
