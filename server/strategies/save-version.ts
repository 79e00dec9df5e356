import { eq } from "drizzle-orm";
import { strategies } from "#drizzle/schema/index.ts";
import { appendAudit } from "#server/audit/index.ts";
import { type TenantDb, withTenant } from "#server/database/connect.ts";
import { AppError, notFound } from "#server/lib/errors.ts";
import type { Actor } from "./actor.ts";
import type { SaveVersionInput } from "./inputs.ts";
import { insertVersion, newestVersion } from "./insert-version.ts";

/**
 * Saves files as the next version; content that is a version already stays that version. When somebody saved since the editor opened, nothing is overwritten: `conflict` names their version.
 */
export async function saveVersion(
  db: TenantDb,
  actor: Actor,
  { strategyId, baseVersionId, files }: SaveVersionInput,
): Promise<{ versionId: string; number: number }> {
  const { organizationId, userId } = actor;
  return withTenant(db, actor, async (tx) => {
    const [strategy] = await tx
      .select({ name: strategies.name, archivedAt: strategies.archivedAt })
      .from(strategies)
      .where(eq(strategies.id, strategyId))
      .for("update");
    const newest = strategy && (await newestVersion(tx, strategyId));
    if (newest === undefined) throw notFound("strategy", strategyId);
    if (strategy?.archivedAt) {
      throw new AppError("conflict", `${strategy.name} is archived.`, { hint: "Restore it, then save." });
    }
    const version = await insertVersion(tx, actor, { strategyId, number: newest.number + 1, files });
    if (version.number <= newest.number) return { versionId: version.id, number: version.number };
    if (newest.id !== baseVersionId) {
      throw new AppError("conflict", `Version ${newest.number} was saved while you were editing.`, {
        hint: "Compare it with yours, take over what you need, and save again.",
        context: { newestVersionId: newest.id, newestNumber: newest.number },
      });
    }
    await appendAudit(tx, {
      organizationId,
      actor: userId,
      action: "strategy.save",
      target: `strategy ${strategyId}`,
      after: { version: version.number, sha256: version.sha256 },
    });
    return { versionId: version.id, number: version.number };
  });
}
