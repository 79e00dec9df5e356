import { and, desc, eq, sql } from "drizzle-orm";
import { type StrategyFile, strategyVersions } from "#drizzle/schema/index.ts";
import type { Tx } from "#server/database/connect.ts";
import { enqueue, strategyInspect } from "#server/jobs/index.ts";
import { assert } from "#server/lib/errors.ts";
import { codeHash } from "../../sdk/src/cli/strategy/code-hash.ts";
import type { Actor } from "./actor.ts";

export type StrategyVersion = typeof strategyVersions.$inferSelect;

/** The newest version of a strategy. */
export async function newestVersion(tx: Tx, strategyId: string): Promise<StrategyVersion | undefined> {
  const [version] = await tx
    .select()
    .from(strategyVersions)
    .where(eq(strategyVersions.strategyId, strategyId))
    .orderBy(desc(strategyVersions.number))
    .limit(1);
  return version;
}

/**
 * Adds a version and has a worker read its name and parameters. The same files with the same entry are the same version: it is answered, not
 * added again.
 */
export async function insertVersion(
  tx: Tx,
  { organizationId, userId }: Actor,
  { strategyId, number, files }: { strategyId: string; number: number; files: readonly StrategyFile[] },
): Promise<StrategyVersion> {
  const sha256 = codeHash(files.map(({ path, text }) => ({ path, bytes: Buffer.from(text) })));
  const isSame = and(
    eq(strategyVersions.strategyId, strategyId),
    eq(strategyVersions.sha256, sha256),
    sql`${strategyVersions.files} -> 0 ->> 'path' = ${files[0]?.path ?? ""}`,
  );
  const [existing] = await tx.select().from(strategyVersions).where(isSame);
  if (existing !== undefined) return existing;
  const [added] = await tx
    .insert(strategyVersions)
    .values({ organizationId, strategyId, number, sha256, files, createdBy: userId })
    .returning();
  assert(added !== undefined, "an inserted version comes back");
  await enqueue(tx, strategyInspect, { organizationId, versionId: added.id });
  return added;
}
