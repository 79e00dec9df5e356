import type { QueueOptions } from "pg-boss";
import type { z } from "zod";

/** One kind of background work: its queue's name, what a job of it carries, and how the queue treats it. Handlers live with their noun. */
export interface Task<P extends object = object> {
  readonly name: string;
  readonly payload: z.ZodType<P>;
  readonly queue: QueueOptions;
}

export function defineTask<P extends object>(task: Task<P>): Task<P> {
  return task;
}

/** What a handler knows about its delivery. */
export interface Delivery {
  /** Aborted when the worker stops or the queue takes the job away: a handler then hands its work back. */
  readonly signal: AbortSignal;
  readonly jobId: string;
  /** 0 at first. */
  readonly retry: number;
}

export type Handler<P extends object> = (payload: P, delivery: Delivery) => Promise<void>;
