import { setImmediate, setTimeout } from "node:timers/promises";

/** Errors that nobody catches: of timers and promises that a strategy has left behind. */
export interface StrayErrors {
  /** Answers what `task` answers, or throws the first stray error that comes up before it has, as `asFailure` words it. */
  during<T>(task: () => Promise<T>, asFailure?: (error: unknown) => unknown): Promise<T>;
}

/** Stray errors that come up while no task is watched go to `otherwise`. */
export function watchStrayErrors(process: NodeJS.Process, otherwise: (error: unknown) => void): StrayErrors {
  let fail: ((error: unknown) => void) | undefined;
  const take = (error: unknown): void => (fail ?? otherwise)(error);
  process.on("uncaughtException", take);
  process.on("unhandledRejection", take);
  return {
    async during(task, asFailure = (error) => error) {
      const { promise, reject } = Promise.withResolvers<never>();
      fail = (error) => reject(asFailure(error));
      try {
        return await Promise.race([promise, task()]);
      } finally {
        fail = undefined;
      }
    },
  };
}

/** Lets what is due by now run: promises, immediates and timers without a delay, and what these leave behind in turn. */
export async function runWhatIsDue(): Promise<void> {
  for (let turn = 0; turn < 3; turn++) {
    await setTimeout(1);
    await setImmediate();
  }
}
