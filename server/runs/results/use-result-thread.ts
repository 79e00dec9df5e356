import { Worker } from "node:worker_threads";
import type { RunIdentity } from "./check-identity.ts";
import type { CheckedResult, ResultFiles } from "./check-result.ts";
import type { StoredResult, ThreadAnswer, ThreadRequest } from "./result-thread.ts";

export interface ResultThread {
  check(files: ResultFiles, identity: RunIdentity): Promise<CheckedResult>;
  pdf(stored: StoredResult): Promise<Uint8Array>;
  close(): Promise<void>;
}

/** The thread died over a document; the process that asked goes on. */
class ResultThreadError extends Error {
  override readonly name = "ResultThreadError";
}

const mostHeapMb = 4096;
const idleMs = 60_000;

interface Pending {
  readonly resolve: (value: never) => void;
  readonly reject: (error: Error) => void;
}

type Question = ThreadRequest extends infer R ? (R extends ThreadRequest ? Omit<R, "id"> : never) : never;

/** A thread for work on whole results, started by the first of them and ended when nothing was asked for a minute. */
export function resultThread(entry: URL): ResultThread {
  const pending = new Map<number, Pending>();
  let worker: Worker | undefined;
  let idle: NodeJS.Timeout | undefined;
  let next = 0;

  function start(): Worker {
    const started = new Worker(entry, { resourceLimits: { maxOldGenerationSizeMb: mostHeapMb } });
    started.on("message", (answer: ThreadAnswer) => {
      const asked = pending.get(answer.id);
      pending.delete(answer.id);
      if (pending.size === 0) rest();
      if ("value" in answer) asked?.resolve(answer.value as never);
      else asked?.reject(Object.assign(new Error(answer.error.message), { stack: answer.error.stack }));
    });
    started.on("error", (error) =>
      fail(started, new ResultThreadError(`the result could not be worked on: ${error.message}`, { cause: error })),
    );
    started.on("exit", (code) => fail(started, new ResultThreadError(`the result thread ended with ${code}`)));
    return started;
  }

  function fail(ended: Worker, error: Error): void {
    if (worker !== ended) return;
    worker = undefined;
    for (const { reject } of pending.values()) reject(error);
    pending.clear();
  }

  function rest(): void {
    idle = setTimeout(() => void close(), idleMs);
    idle.unref();
    worker?.unref();
  }

  async function close(): Promise<void> {
    clearTimeout(idle);
    const ending = worker;
    worker = undefined;
    await ending?.terminate();
  }

  function ask<T>(question: Question): Promise<T> {
    clearTimeout(idle);
    worker ??= start();
    worker.ref();
    const id = next++;
    return new Promise<T>((resolve, reject) => {
      pending.set(id, { resolve, reject });
      worker?.postMessage({ ...question, id } satisfies ThreadRequest);
    });
  }

  return {
    check: (files, identity) => ask({ task: "check", files, identity }),
    pdf: (stored) => ask({ task: "pdf", stored }),
    close,
  };
}
