export { bundleStrategy, type StrategyBundle } from "./bundle-strategy.ts";
export type { DataReport } from "./frames.ts";
export { defaultLimits, inspectLimits, type Limits, runLimits } from "./limits.ts";
export { organisationsHere } from "./organisations-here.ts";
export type { JobError, Outcome } from "./outcome.ts";
export { probeSandbox } from "./probe-sandbox.ts";
export { runInSandbox } from "./run-in-sandbox.ts";
export type { ReadOptions } from "./sandbox-job.ts";
export { watchSandbox } from "./watch-sandbox.ts";
