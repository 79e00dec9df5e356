import { callAcrossTenants, type TenantDb } from "#server/database/connect.ts";

export interface Wake {
  /** Whether a job of this run waits already. */
  isWaiting(runId: string): Promise<boolean>;
  send(runId: string): Promise<void>;
}

/** A job is there at the same moment as its run; after this long without having started it is looked for. */
const queuedSeconds = 30;

/**
 * Finds runs that nobody works on, because their worker died or their job is gone, and wakes a worker for each: claiming one decides what
 * becomes of it. Answers their ids. Several workers may sweep at the same time; a delivery too many finds nothing to claim.
 */
export async function sweepRuns(db: TenantDb, wake: Wake): Promise<string[]> {
  const orphans = await callAcrossTenants<{ run_id: string }>(db, { name: "orphaned_runs", args: [queuedSeconds] });
  const woken: string[] = [];
  for (const { run_id: runId } of orphans) {
    if (await wake.isWaiting(runId)) continue;
    await wake.send(runId);
    woken.push(runId);
  }
  return woken;
}
