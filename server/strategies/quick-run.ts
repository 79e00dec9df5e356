import type { TenantDb } from "#server/database/connect.ts";
import { lastBars } from "#server/datasets/index.ts";
import { createRun } from "#server/runs/index.ts";
import type { ObjectStore } from "#server/storage/object-store.ts";
import type { Actor } from "./actor.ts";
import type { QuickRunInput } from "./inputs.ts";

/** As many bars as a year of trading days has, nearly. */
const quickBars = 250;

/**
 * Queues a run of a version over the last bars of a dataset, with the parameters' and the settings' defaults: a run like any other, with a hash
 * that can be made again. `from` is the day it begins on.
 */
export async function quickRun(
  { db, objects }: { readonly db: TenantDb; readonly objects: ObjectStore },
  actor: Actor,
  { versionId, datasetVersionId }: QuickRunInput,
): Promise<{ runId: string; from: string | null }> {
  const { from, symbols } = await lastBars({ db, objects }, actor, datasetVersionId, quickBars);
  const { id } = await createRun(db, actor, {
    strategyVersionId: versionId,
    datasetVersionIds: [datasetVersionId],
    symbols: [...symbols],
    ...(from === null ? {} : { from }),
  });
  return { runId: id, from };
}
