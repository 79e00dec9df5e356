import type { Limits } from "./limits.ts";
import type { Exit, JobError, Usage } from "./outcome.ts";
import type { SandboxJob } from "./sandbox-job.ts";

/** Why the parent ended a job. */
export type Ending =
  | { readonly kind: "cancelled" | "refused" | "wallClock" | "printed" | "output" }
  | { readonly kind: "protocol"; readonly seen: string };

export interface HowItEnded {
  readonly ending: Ending | undefined;
  readonly exit: Exit;
  readonly isOutOfMemory: boolean;
  readonly stderr: string;
  readonly usage: Usage;
  readonly limits: Limits;
  readonly task: SandboxJob["task"];
}

/** The error of a job that did not say itself why it ended. OUTCOMES.md lists them. */
export function endingError({ ending, exit, isOutOfMemory, stderr, usage, limits, task }: HowItEnded): JobError {
  const what = task === "run" || task === "inspect" ? "The strategy" : "Reading the file";
  switch (ending?.kind) {
    case "wallClock":
      return error(
        "sandbox.wallClock",
        `${what} was ended after ${seconds(limits.wallMs / 1000)} on the clock.`,
        "Look for an endless loop, or run over less data.",
      );
    case "printed":
      return error(
        "sandbox.printed",
        `${what} printed more than ${mebibytes(limits.printedBytes)}.`,
        "Use ctx.log for what is worth keeping.",
      );
    case "output":
      return error(
        "sandbox.output",
        `${what} produced more than ${mebibytes(limits.outputBytes)} of results.`,
        "Record and log less, or run over less data.",
      );
    case "protocol":
      return error(
        "sandbox.protocol",
        `${what} broke the protocol with its host: it sent ${ending.seen}.`,
        "Strategies speak through ctx alone.",
      );
    default:
  }
  const signal = signalOf(exit);
  if (isOutOfMemory || /out of memory|Array buffer allocation failed|std::bad_alloc|memory allocation of \d+ bytes failed/.test(stderr)) {
    return error(
      "sandbox.memory",
      `${what} needed more than ${mebibytes(limits.memoryBytes)} of memory.`,
      "Keep less in memory: prefer indicators over arrays of bars, or run over less data.",
    );
  }
  // The kernel counts in ticks; without a control group the clock on the wall is all there is to tell by.
  const cpuMs = usage.cpuMs ?? usage.wallMs;
  if (signal === 24 || (signal === 9 && cpuMs >= limits.cpuSeconds * 900 - 500)) {
    return error(
      "sandbox.cpu",
      `${what} used more than ${seconds(limits.cpuSeconds)} of processor time.`,
      "Look for an endless loop, or run over less data.",
    );
  }
  if (signal === 31) {
    return error(
      "sandbox.systemCall",
      `${what} asked the system for something that is not allowed, such as a network connection or another program.`,
      "A strategy gets everything through ctx.",
    );
  }
  if (signal === 9) {
    return { ...error("sandbox.killed", `${what} was ended from outside.`, "Run it again."), isInfrastructure: true };
  }
  if (signal !== undefined) {
    return error(
      "sandbox.crashed",
      `${what} brought its process down (signal ${signal}).`,
      "Look for endless recursion or enormous values; please report it if there are none.",
    );
  }
  // A price file brings no code along: when its reader ends without a word, this machine was in the way.
  const isInfrastructure = task === "import" || task === "inspectData";
  const hint = isInfrastructure ? "Try again." : "Do not end the process; return from the callback instead.";
  return { ...error("sandbox.exited", `${what} ended without a result (exit status ${exit.status}).`, hint), isInfrastructure };
}

function error(code: string, message: string, hint: string): JobError {
  return { code, message, hint, isInfrastructure: false };
}

const signalNumbers: Readonly<Partial<Record<NodeJS.Signals, number>>> = {
  SIGKILL: 9,
  SIGTERM: 15,
  SIGSEGV: 11,
  SIGABRT: 6,
  SIGXCPU: 24,
  SIGSYS: 31,
  SIGTRAP: 5,
};

/** bubblewrap ends with 128 + signal where its child was ended by one. */
function signalOf({ status, signal }: Exit): number | undefined {
  if (signal !== null) return signalNumbers[signal] ?? 0;
  return status !== null && status > 128 && status < 193 ? status - 128 : undefined;
}

function seconds(value: number): string {
  return value === 1 ? "1 second" : `${value} seconds`;
}

function mebibytes(bytes: number): string {
  return `${Math.round(bytes / 2 ** 20)} MiB`;
}
