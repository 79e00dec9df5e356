// What the engine and the runner go on using after the strategy's realm has lost them: esbuild points every free use of these names here.
const own = globalThis;
const ownProcess = own.process;
const ownPerformance = own.performance;
const ownDate = own.Date;
const ownSetImmediate = own.setImmediate;
const ownSetTimeout = own.setTimeout;
const ownClearTimeout = own.clearTimeout;
const ownBuffer = own.Buffer;

export {
  ownBuffer as Buffer,
  ownClearTimeout as clearTimeout,
  ownDate as Date,
  ownPerformance as performance,
  ownProcess as process,
  ownSetImmediate as setImmediate,
  ownSetTimeout as setTimeout,
};
