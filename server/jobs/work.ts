import { availableParallelism } from "node:os";
import { PgBoss } from "pg-boss";
import type { Logger } from "pino";
import type { Delivery, Handler, Task } from "./define-task.ts";
import { jobSchema } from "./enqueue.ts";

export interface Work {
  readonly task: Task;
  readonly handle: (payload: unknown, delivery: Delivery) => Promise<void>;
  /** Jobs of this task at the same time in this process. */
  readonly concurrency: number;
}

/** Pairs a task with its handler; the payload has been read by the task's schema when the handler sees it. */
export function work<P extends object>(task: Task<P>, handle: Handler<P>, concurrency = availableParallelism()): Work {
  return { task, handle: (payload, delivery) => handle(task.payload.parse(payload), delivery), concurrency };
}

export interface WorkingOptions {
  readonly databaseUrl: string;
  readonly log: Logger;
  readonly name: string;
  /** Looks for dead jobs this often. */
  readonly superviseSeconds?: number;
}

export interface Working {
  /** Keys of the jobs that wait for a worker, at most 100,000. */
  waitingKeys(task: Task): Promise<ReadonlySet<string>>;
  /** Adds a job outside of any transaction. */
  send<P extends object>(task: Task<P>, payload: P, key: string): Promise<void>;
  /** Fetches no more, then waits until running handlers have ended or their time is over. */
  stop(withinMs: number): Promise<void>;
}

/** Fetches jobs of every given task and hands them to their handlers until stopped. */
export async function startWorking(works: readonly Work[], options: WorkingOptions): Promise<Working> {
  const { log } = options;
  const boss = new PgBoss({
    connectionString: options.databaseUrl,
    schema: jobSchema,
    migrate: false,
    schedule: false,
    reindex: false,
    monitorVacuum: false,
    useListenNotify: true,
    instanceName: options.name,
    superviseIntervalSeconds: options.superviseSeconds ?? 5,
    monitorIntervalSeconds: options.superviseSeconds ?? 5,
  });
  boss.on("error", (error) => log.error({ err: error }, "queue error"));
  boss.on("warning", (warning) => log.warn({ warning }, "queue warning"));
  // A database that is still starting is waited for.
  await boss.start({ attempts: 6 });
  for (const { task, handle, concurrency } of works) {
    await boss.work<object>(
      task.name,
      {
        localConcurrency: concurrency,
        pollingIntervalSeconds: 2,
        // Retries are not announced; without this an idle worker looks only every 30 s.
        notifyPollingIntervalSeconds: 2,
        heartbeatRefreshSeconds: 3,
        includeMetadata: true,
      },
      async (jobs) => {
        for (const { id, data, retryCount, signal } of jobs) {
          try {
            await handle(data, { jobId: id, retry: retryCount, signal });
          } catch (error) {
            log.error({ err: error, task: task.name, jobId: id, retry: retryCount }, "job failed");
            throw error;
          }
        }
      },
    );
  }
  return {
    waitingKeys: async ({ name }) => {
      const jobs = await boss.findJobs(name, { queued: true, limit: 100_000 });
      return new Set(jobs.flatMap(({ singletonKey }) => (singletonKey === null ? [] : [singletonKey])));
    },
    send: async ({ name, payload: schema }, payload, key) => {
      await boss.send(name, schema.parse(payload), { singletonKey: key });
    },
    stop: (withinMs) => boss.stop({ graceful: true, timeout: withinMs }),
  };
}
