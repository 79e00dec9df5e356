// What the engine and the runner go on using after the strategy's realm has lost it: esbuild points every free use of these names here.
const own = globalThis;
const ownAtomics = own.Atomics;
const ownClearTimeout = own.clearTimeout;
const ownDate = own.Date;
const ownFinalizationRegistry = own.FinalizationRegistry;
const ownPerformance = own.performance;
const ownProcess = own.process;
const ownSetImmediate = own.setImmediate;
const ownSetTimeout = own.setTimeout;
const ownSharedArrayBuffer = own.SharedArrayBuffer;
const ownWeakRef = own.WeakRef;

export {
  ownAtomics as Atomics,
  ownClearTimeout as clearTimeout,
  ownDate as Date,
  ownFinalizationRegistry as FinalizationRegistry,
  ownPerformance as performance,
  ownProcess as process,
  ownSetImmediate as setImmediate,
  ownSetTimeout as setTimeout,
  ownSharedArrayBuffer as SharedArrayBuffer,
  ownWeakRef as WeakRef,
};
