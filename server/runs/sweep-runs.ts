import { callAcrossTenants, type TenantDb } from "#server/database/connect.ts";

export interface Wake {
  /** Runs whose job waits for a worker. */
  waiting(): Promise<ReadonlySet<string>>;
  send(runId: string): Promise<void>;
}

/**
 * Finds runs that nobody works on, because their worker died or their job is gone, and wakes a worker for each: claiming one decides what
 * becomes of it. A queued run is looked for after `queuedSeconds`, a running one when its lease is over. Answers their ids. Several workers
 * may sweep at the same time; a delivery too many finds nothing to claim.
 */
export async function sweepRuns(db: TenantDb, wake: Wake, queuedSeconds: number): Promise<string[]> {
  const orphans = await callAcrossTenants<{ run_id: string }>(db, { name: "orphaned_runs", args: [queuedSeconds] });
  if (orphans.length === 0) return [];
  const waiting = await wake.waiting();
  const woken = orphans.map(({ run_id: runId }) => runId).filter((runId) => !waiting.has(runId));
  for (const runId of woken) await wake.send(runId);
  return woken;
}
