import { eq } from "drizzle-orm";
import { strategies } from "#drizzle/schema/index.ts";
import { appendAudit } from "#server/audit/index.ts";
import { type TenantDb, withTenant } from "#server/database/connect.ts";
import { notFound } from "#server/lib/errors.ts";
import type { Actor } from "./actor.ts";
import type { RenameStrategyInput } from "./inputs.ts";

/** Gives a strategy another name and description. */
export async function renameStrategy(db: TenantDb, actor: Actor, { strategyId, name, description }: RenameStrategyInput): Promise<void> {
  await change(db, actor, strategyId, "strategy.rename", { name, description });
}

/** Takes a strategy out of the library; its versions and runs stay. */
export async function archiveStrategy(db: TenantDb, actor: Actor, strategyId: string): Promise<void> {
  await change(db, actor, strategyId, "strategy.archive", { archivedAt: new Date() });
}

/** Puts an archived strategy back. */
export async function restoreStrategy(db: TenantDb, actor: Actor, strategyId: string): Promise<void> {
  await change(db, actor, strategyId, "strategy.restore", { archivedAt: null });
}

async function change(
  db: TenantDb,
  actor: Actor,
  strategyId: string,
  action: string,
  changes: Partial<Pick<typeof strategies.$inferInsert, "name" | "description" | "archivedAt">>,
): Promise<void> {
  const { organizationId, userId } = actor;
  await withTenant(db, actor, async (tx) => {
    const [before] = await tx.select().from(strategies).where(eq(strategies.id, strategyId)).for("update");
    if (before === undefined) throw notFound("strategy", strategyId);
    await tx.update(strategies).set(changes).where(eq(strategies.id, strategyId));
    const { name, description, archivedAt } = before;
    await appendAudit(tx, {
      organizationId,
      actor: userId,
      action,
      target: `strategy ${strategyId}`,
      before: plain({ name, description, archivedAt }),
      after: plain({ name, description, archivedAt, ...changes }),
    });
  });
}

function plain(values: Readonly<Record<string, string | Date | null | undefined>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(values).map(([key, value]) => [key, value instanceof Date ? value.toISOString() : value]));
}
