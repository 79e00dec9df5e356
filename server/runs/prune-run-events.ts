import { callAcrossTenants, type TenantDb } from "#server/database/connect.ts";

/** Browsers on the way back to a run that has just ended still find all it said. */
const keptSeconds = 3_600;
const runsAtOnce = 100;

/**
 * Deletes what runs said while they ran, an hour after their result was stored; the last state of each stays, so that a stream that is resumed
 * still ends with it. Runs without a result keep everything: their log is nowhere else. Answers how many rows went.
 */
export async function pruneRunEvents(db: TenantDb): Promise<number> {
  for (let total = 0; ; ) {
    const [row] = await callAcrossTenants<{ pruned: number }>(db, { name: "prune_run_events", args: [keptSeconds, runsAtOnce] });
    const pruned = row?.pruned ?? 0;
    total += pruned;
    if (pruned === 0) return total;
  }
}
