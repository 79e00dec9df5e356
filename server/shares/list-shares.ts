import { and, desc, eq, sql } from "drizzle-orm";
import { z } from "zod";
import { runs, shares, strategies, strategyVersions } from "#drizzle/schema/index.ts";
import { type Tenant, type TenantDb, withTenant } from "#server/database/connect.ts";
import { memberNames } from "#server/runs/index.ts";

export const ListSharesInput = z.strictObject({ runId: z.uuid().optional() });
export type ListSharesInput = z.input<typeof ListSharesInput>;

export interface ShareListItem {
  readonly id: string;
  readonly state: "open" | "expired" | "revoked";
  readonly run: {
    readonly id: string;
    readonly strategyName: string;
    readonly versionNumber: number;
    readonly symbols: readonly string[];
  };
  readonly showCode: boolean;
  readonly expiresAt: Date | null;
  readonly revokedAt: Date | null;
  readonly views: number;
  readonly createdAt: Date;
  readonly createdBy: string;
}

/** Links of an organisation, or of one of its runs, newest first. Their tokens are not known here. */
export async function listShares(db: TenantDb, tenant: Tenant, raw: ListSharesInput): Promise<ShareListItem[]> {
  const { runId } = ListSharesInput.parse(raw);
  return withTenant(db, tenant, async (tx) => {
    const rows = await tx
      .select({
        id: shares.id,
        // By the database's clock, as `open_share` decides it.
        state: sql<
          ShareListItem["state"]
        >`case when ${shares.revokedAt} is not null then 'revoked' when ${shares.expiresAt} <= now() then 'expired' else 'open' end`,
        runId: runs.id,
        strategyName: strategies.name,
        versionNumber: strategyVersions.number,
        symbols: runs.symbols,
        showCode: shares.showCode,
        expiresAt: shares.expiresAt,
        revokedAt: shares.revokedAt,
        views: shares.views,
        createdAt: shares.createdAt,
        createdBy: shares.createdBy,
      })
      .from(shares)
      .innerJoin(runs, and(eq(runs.organizationId, shares.organizationId), eq(runs.id, shares.runId)))
      .innerJoin(strategies, and(eq(strategies.organizationId, runs.organizationId), eq(strategies.id, runs.strategyId)))
      .innerJoin(
        strategyVersions,
        and(eq(strategyVersions.organizationId, runs.organizationId), eq(strategyVersions.id, runs.strategyVersionId)),
      )
      .where(runId === undefined ? undefined : eq(shares.runId, runId))
      .orderBy(desc(shares.createdAt))
      .limit(500);
    const names = await memberNames(tx);
    return rows.map(({ runId: id, strategyName, versionNumber, symbols, createdBy, ...share }) => ({
      ...share,
      run: { id, strategyName, versionNumber, symbols },
      createdBy: names.get(createdBy) ?? "a former member",
    }));
  });
}
