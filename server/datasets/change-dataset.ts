import { eq } from "drizzle-orm";
import { datasets } from "#drizzle/schema/index.ts";
import { appendAudit } from "#server/audit/index.ts";
import { type TenantDb, withTenant } from "#server/database/connect.ts";
import { notFound } from "#server/lib/errors.ts";
import type { Actor } from "./actor.ts";
import type { RenameDatasetInput } from "./inputs.ts";

export async function renameDataset(db: TenantDb, actor: Actor, { datasetId, name }: RenameDatasetInput): Promise<void> {
  await change(db, actor, datasetId, "dataset.rename", { name });
}

/** Takes a dataset out of the list and of the run form; its versions, and runs over them, stay. */
export async function archiveDataset(db: TenantDb, actor: Actor, datasetId: string): Promise<void> {
  await change(db, actor, datasetId, "dataset.archive", { archivedAt: new Date() });
}

/** Puts an archived dataset back. */
export async function restoreDataset(db: TenantDb, actor: Actor, datasetId: string): Promise<void> {
  await change(db, actor, datasetId, "dataset.restore", { archivedAt: null });
}

async function change(
  db: TenantDb,
  actor: Actor,
  datasetId: string,
  action: string,
  changes: Partial<Pick<typeof datasets.$inferInsert, "name" | "archivedAt">>,
): Promise<void> {
  const { organizationId, userId } = actor;
  await withTenant(db, actor, async (tx) => {
    const [before] = await tx.select().from(datasets).where(eq(datasets.id, datasetId)).for("update");
    if (before === undefined) throw notFound("dataset", datasetId);
    await tx.update(datasets).set(changes).where(eq(datasets.id, datasetId));
    const { name, archivedAt } = before;
    await appendAudit(tx, {
      organizationId,
      actor: userId,
      action,
      target: `dataset ${datasetId}`,
      before: plain({ name, archivedAt }),
      after: plain({ name, archivedAt, ...changes }),
    });
  });
}

function plain(values: Readonly<Record<string, string | Date | null | undefined>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(values).map(([key, value]) => [key, value instanceof Date ? value.toISOString() : value]));
}
