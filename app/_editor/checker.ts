import type { WorkerShape } from "@valtown/codemirror-ts/worker";
import { type Remote, wrap } from "comlink";

let running: Promise<Remote<WorkerShape>> | undefined;

/** The type checker, started once a tab: 4 MB that only pages with an editor load. */
export function typeChecker(): Promise<Remote<WorkerShape>> {
  running ??= (async () => {
    const checker = wrap<WorkerShape>(new Worker("/editor/type-worker.js", { type: "module" }));
    await checker.initialize();
    return checker;
  })();
  return running;
}
