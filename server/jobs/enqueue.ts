import { sql } from "drizzle-orm";
import { fromDrizzle, PgBoss } from "pg-boss";
import type { Task } from "./define-task.ts";

type Transaction = Parameters<typeof fromDrizzle>[0];

export interface EnqueueOptions {
  /** Finds the job again by what it is about. */
  readonly key?: string;
  /** Higher first; 0 without it. */
  readonly priority?: number;
  readonly afterSeconds?: number;
}

/**
 * Puts a job into its queue within the caller's transaction: the job exists exactly when the row it serves does. Workers are woken at the
 * commit. Answers the job's id.
 */
export async function enqueue<P extends object>(
  tx: Transaction,
  task: Task<P>,
  payload: P,
  { key, priority, afterSeconds }: EnqueueOptions = {},
): Promise<string> {
  const db = fromDrizzle(tx, sql);
  // A sender of its own per transaction: pg-boss looks its queue up on the connection it was made with, and ours has no other.
  const boss = new PgBoss({ db, schema: jobSchema, migrate: false, supervise: false, schedule: false, registerInstance: false });
  const id = await boss.send(task.name, task.payload.parse(payload), {
    db,
    ...(key === undefined ? {} : { singletonKey: key }),
    ...(priority === undefined ? {} : { priority }),
    ...(afterSeconds === undefined ? {} : { startAfter: afterSeconds }),
  });
  if (id === null) throw new Error(`the queue ${task.name} took no job`);
  return id;
}

export const jobSchema = "pgboss";
