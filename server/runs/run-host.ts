import type { Logger } from "pino";
import type { TenantDb } from "#server/database/connect.ts";
import type { ObjectStore } from "#server/storage/object-store.ts";
import type { ResultThreads } from "./results/use-result-thread.ts";
import type { RunAttempt } from "./run-attempt.ts";

/** What a worker process brings to the runs it executes. */
export interface RunHost {
  readonly db: TenantDb;
  readonly objects: ObjectStore;
  readonly results: ResultThreads;
  readonly log: Logger;
  /** Names this process in attempts. */
  readonly worker: string;
  readonly leaseSeconds: number;
  /** Where results lie on their way from the sandbox to the store. */
  readonly scratch: string;
  /** Attempts alive in this process, by run. */
  readonly attempts: Map<string, RunAttempt>;
}
