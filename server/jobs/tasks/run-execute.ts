import { z } from "zod";
import { defineTask } from "../define-task.ts";

/**
 * Wakes a worker for a run. The run's row and its lease are the truth, so the queue never retries: what becomes of a run whose worker died
 * is decided by the sweeper, and a delivery that comes too often finds nothing to claim.
 */
export const runExecute = defineTask({
  name: "run.execute",
  payload: z.strictObject({ runId: z.uuid() }),
  queue: { retryLimit: 0, heartbeatSeconds: 10, expireInSeconds: 24 * 3600, deleteAfterSeconds: 24 * 3600 },
});
