import { Worker } from "node:worker_threads";
import type { RunIdentity } from "./check-identity.ts";
import type { CheckedResult, ResultFiles } from "./check-result.ts";
import type { StoredResult, ThreadAnswer, ThreadRequest } from "./result-thread.ts";

export interface ResultThreads {
  /** Ends at once when `signal` is aborted, rejecting with its reason. */
  check(files: ResultFiles, identity: RunIdentity, signal?: AbortSignal): Promise<CheckedResult>;
  pdf(stored: StoredResult): Promise<Uint8Array>;
  close(): Promise<void>;
}

/** The thread died over a document; the process that asked goes on. */
class ResultThreadError extends Error {
  override readonly name = "ResultThreadError";
}

const mostHeapMb = 4096;
const idleMs = 60_000;

/**
 * Threads for work on whole results. Each works on one result at a time, so that ending one over a cancelled run ends nothing else; one that
 * is done waits a minute for the next result.
 */
export function resultThreads(entry: URL): ResultThreads {
  const all = new Set<Worker>();
  const resting = new Map<Worker, NodeJS.Timeout>();

  function start(): Worker {
    const worker = new Worker(entry, { resourceLimits: { maxOldGenerationSizeMb: mostHeapMb } });
    all.add(worker);
    // Whoever asked hears of it too; a thread that rests has nobody to tell.
    worker.on("error", () => {});
    worker.once("exit", () => {
      all.delete(worker);
      clearTimeout(resting.get(worker));
      resting.delete(worker);
    });
    return worker;
  }

  function take(): Worker {
    const [rested] = resting.keys();
    if (rested === undefined) return start();
    clearTimeout(resting.get(rested));
    resting.delete(rested);
    rested.ref();
    return rested;
  }

  function rest(worker: Worker): void {
    worker.unref();
    resting.set(worker, setTimeout(() => void worker.terminate(), idleMs).unref());
  }

  async function ask<T>(request: ThreadRequest, signal?: AbortSignal): Promise<T> {
    signal?.throwIfAborted();
    const worker = take();
    const { promise, resolve, reject } = Promise.withResolvers<ThreadAnswer>();
    const onError = (error: Error) =>
      reject(new ResultThreadError(`the result could not be worked on: ${error.message}`, { cause: error }));
    const onExit = (code: number) => reject(new ResultThreadError(`the result thread ended with ${code}`));
    const onAbort = () => reject(signal?.reason);
    worker.on("message", resolve).on("error", onError).on("exit", onExit);
    signal?.addEventListener("abort", onAbort);
    try {
      worker.postMessage(request);
      const answer = await promise;
      rest(worker);
      if ("value" in answer) return answer.value as T;
      throw Object.assign(new Error(answer.error.message), { stack: answer.error.stack });
    } catch (error) {
      if (!resting.has(worker)) await worker.terminate();
      throw error;
    } finally {
      signal?.removeEventListener("abort", onAbort);
      worker.off("message", resolve).off("error", onError).off("exit", onExit);
    }
  }

  return {
    check: (files, identity, signal) => ask({ task: "check", files, identity }, signal),
    pdf: (stored) => ask({ task: "pdf", stored }),
    close: async () => {
      await Promise.all([...all].map((worker) => worker.terminate()));
    },
  };
}
