import { and, eq, isNull } from "drizzle-orm";
import { strategyVersions } from "#drizzle/schema/index.ts";
import { type TenantDb, withTenant } from "#server/database/connect.ts";
import { enqueue, strategyInspect } from "#server/jobs/index.ts";
import { notFound } from "#server/lib/errors.ts";
import type { Actor } from "./actor.ts";

/** Has a worker read a version once more that no worker could read so far; one that was read stays as it is. */
export async function inspectAgain(db: TenantDb, actor: Actor, versionId: string): Promise<void> {
  const { organizationId } = actor;
  await withTenant(db, actor, async (tx) => {
    const isThis = eq(strategyVersions.id, versionId);
    const [version] = await tx.select({ inspectedAt: strategyVersions.inspectedAt }).from(strategyVersions).where(isThis);
    if (version === undefined) throw notFound("strategy version", versionId);
    if (version.inspectedAt !== null) return;
    await tx
      .update(strategyVersions)
      .set({ problems: null })
      .where(and(isThis, isNull(strategyVersions.inspectedAt)));
    await enqueue(tx, strategyInspect, { organizationId, versionId });
  });
}
