import { type Remote, wrap } from "comlink";
import type { TypeWorker } from "./type-worker.ts";

export type TypeChecker = Remote<TypeWorker>;

let running: Promise<TypeChecker> | undefined;

/** The type checker, started once a tab: 4 MB that only pages with an editor load. */
export function typeChecker(): Promise<TypeChecker> {
  running ??= (async () => {
    const checker = wrap<TypeWorker>(new Worker("/editor/type-worker.js", { type: "module" }));
    await checker.initialize();
    return checker;
  })();
  // A failure to load is not kept: the next editor tries again.
  running.catch(() => {
    running = undefined;
  });
  return running;
}
