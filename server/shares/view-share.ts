import { and, eq, sql } from "drizzle-orm";
import { type StrategyFile, shares, strategyVersions } from "#drizzle/schema/index.ts";
import { type TenantDb, withTenant } from "#server/database/connect.ts";
import { assert } from "#server/lib/errors.ts";
import { getRun, type RunDetails } from "#server/runs/index.ts";
import { openShare } from "./open-share.ts";

/** A run as a stranger may see it: no names of people, workers or datasets, and the code only where it was chosen. */
export interface SharedRun {
  readonly strategy: { readonly name: string; readonly number: number; readonly sha256: string };
  readonly result: NonNullable<RunDetails["result"]>;
  readonly expiresAt: Date | null;
  readonly files?: readonly StrategyFile[];
}

/** Opens a link and counts the view. */
export async function viewShare(db: TenantDb, token: string): Promise<SharedRun> {
  const { organizationId, shareId, runId, showCode } = await openShare(db, token);
  const tenant = { organizationId };
  const run = await getRun(db, tenant, runId);
  assert(run.result !== null, "a shared run has a result");
  const { name, number, sha256, versionId } = run.strategy;
  return withTenant(db, tenant, async (tx) => {
    const [share] = await tx
      .update(shares)
      .set({ views: sql`${shares.views} + 1` })
      .where(eq(shares.id, shareId))
      .returning({ expiresAt: shares.expiresAt });
    const [version] = showCode
      ? await tx
          .select({ files: strategyVersions.files })
          .from(strategyVersions)
          .where(and(eq(strategyVersions.id, versionId)))
      : [];
    return {
      strategy: { name, number, sha256 },
      result: run.result as NonNullable<RunDetails["result"]>,
      expiresAt: share?.expiresAt ?? null,
      ...(version === undefined ? {} : { files: version.files }),
    };
  });
}
