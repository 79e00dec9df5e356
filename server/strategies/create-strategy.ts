import { strategies } from "#drizzle/schema/index.ts";
import { appendAudit } from "#server/audit/index.ts";
import { type TenantDb, withTenant } from "#server/database/connect.ts";
import { assert } from "#server/lib/errors.ts";
import type { Actor } from "./actor.ts";
import { CreateStrategyInput } from "./inputs.ts";
import { insertVersion } from "./insert-version.ts";

/** Adds a strategy with its first version. */
export async function createStrategy(
  db: TenantDb,
  actor: Actor,
  raw: CreateStrategyInput,
): Promise<{ strategyId: string; versionId: string }> {
  const { name, description, files } = CreateStrategyInput.parse(raw);
  const { organizationId, userId } = actor;
  return withTenant(db, actor, async (tx) => {
    const [strategy] = await tx
      .insert(strategies)
      .values({ organizationId, name, description, createdBy: userId })
      .returning({ id: strategies.id });
    assert(strategy !== undefined, "an inserted strategy comes back");
    const version = await insertVersion(tx, actor, { strategyId: strategy.id, number: 1, files });
    await appendAudit(tx, {
      organizationId,
      actor: userId,
      action: "strategy.create",
      target: `strategy ${strategy.id}`,
      after: { name, version: 1, sha256: version.sha256 },
    });
    return { strategyId: strategy.id, versionId: version.id };
  });
}
