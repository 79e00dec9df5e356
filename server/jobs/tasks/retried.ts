import type { QueueOptions } from "pg-boss";

/** Work that may be repeated: retried with growing, jittered pauses; found dead ten seconds after its worker died. */
export const retried: QueueOptions = {
  retryLimit: 3,
  retryDelay: 1,
  retryBackoff: true,
  retryDelayMax: 60,
  heartbeatSeconds: 10,
  expireInSeconds: 3600,
  deleteAfterSeconds: 24 * 3600,
};
