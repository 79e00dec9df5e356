import { eq, sql } from "drizzle-orm";
import { type StrategyFile, shares, strategyVersions } from "#drizzle/schema/index.ts";
import { type TenantDb, withTenant } from "#server/database/connect.ts";
import { assert } from "#server/lib/errors.ts";
import { getRun, type RunDetails, type RunOverview, readOverview } from "#server/runs/index.ts";
import type { ObjectStore } from "#server/storage/object-store.ts";
import { openShare } from "./open-share.ts";

/** A run as a stranger may see it: no names of people, workers or datasets, and the code only where it was chosen. */
export interface SharedRun {
  readonly strategy: { readonly name: string; readonly number: number };
  readonly symbols: RunDetails["symbols"];
  readonly overview: RunOverview;
  readonly partNames: readonly string[];
  readonly isPdfReady: boolean;
  readonly expiresAt: Date | null;
  readonly files?: readonly StrategyFile[];
}

/** Opens a link and counts the view. */
export async function viewShare(db: TenantDb, token: string, objects: ObjectStore): Promise<SharedRun> {
  const { organizationId, shareId, runId, showCode } = await openShare(db, token);
  const tenant = { organizationId };
  const run = await getRun(db, tenant, runId);
  assert(run.result !== null, "a shared run has a result");
  const overview = await readOverview(db, tenant, { runId, objects });
  const { name, number, versionId } = run.strategy;
  const { objects: parts, pdfSha256 } = run.result;
  return withTenant(db, tenant, async (tx) => {
    const [share] = await tx
      .update(shares)
      .set({ views: sql`${shares.views} + 1` })
      .where(eq(shares.id, shareId))
      .returning({ expiresAt: shares.expiresAt });
    const [version] = showCode
      ? await tx.select({ files: strategyVersions.files }).from(strategyVersions).where(eq(strategyVersions.id, versionId))
      : [];
    return {
      strategy: { name, number },
      symbols: run.symbols,
      overview,
      partNames: Object.keys(parts),
      isPdfReady: pdfSha256 !== null,
      expiresAt: share?.expiresAt ?? null,
      ...(version === undefined ? {} : { files: version.files }),
    };
  });
}
