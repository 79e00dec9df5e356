import process from "node:process";
import { Script } from "node:vm";

/** The user pressed Ctrl-C, or something sent SIGINT. */
export class Interrupted extends Error {
  override readonly name = "Interrupted";

  constructor() {
    super("stopped by Ctrl-C, nothing was written");
  }
}

export interface Interruption {
  /** Aborts, with an `Interrupted` as reason, when the user stops the command between two stretches of `work`. */
  readonly signal: AbortSignal;
  /** Runs `work` so that Ctrl-C ends even an endless loop in it, with an `Interrupted`. */
  stretch<T>(work: () => T): T;
}

/** Calls `task` while Ctrl-C is handled; before and after it Ctrl-C ends the process at once. */
export async function interruptible<T>(task: (interruption: Interruption) => Promise<T>): Promise<T> {
  const controller = new AbortController();
  const stop = (): void => controller.abort(new Interrupted());
  process.on("SIGINT", stop);
  try {
    return await task({ signal: controller.signal, stretch });
  } finally {
    process.off("SIGINT", stop);
  }
}

const slot = Symbol.for("rustybt.cli.stretch");
// Only the execution of a script can be broken by a signal while it runs; it calls what lies in the slot.
const script = new Script('globalThis[Symbol.for("rustybt.cli.stretch")]()');

function stretch<T>(work: () => T): T {
  Reflect.set(globalThis, slot, work);
  try {
    return script.runInThisContext({ breakOnSigint: true }) as T;
  } catch (error) {
    throw error instanceof Error && "code" in error && error.code === "ERR_SCRIPT_EXECUTION_INTERRUPTED" ? new Interrupted() : error;
  }
}
