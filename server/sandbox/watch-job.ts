import type { ChildProcess } from "node:child_process";
import { rm } from "node:fs/promises";
import type { Readable, Writable } from "node:stream";
import { log } from "#server/lib/log.ts";
import type { ControlGroup } from "./cgroup.ts";
import { type Ending, endingError } from "./ending-error.ts";
import { jobError } from "./job-error.ts";
import { layersSeen } from "./layers-seen.ts";
import type { Limits } from "./limits.ts";
import type { Exit, JobError, Outcome } from "./outcome.ts";
import { layers as allLayers, givenUp, installLine, installUserNamespaces, type Layer, type MissingLayer } from "./probe.ts";
import { OutputLimitError, ProtocolError, readFrames } from "./read-frames.ts";
import { type Received, receiveOutput } from "./receive-output.ts";
import type { SandboxJob } from "./sandbox-job.ts";
import type { SandboxRequest } from "./sandbox-request.ts";

export interface Watch extends SandboxRequest {
  readonly limits: Limits;
  readonly isOff: boolean;
  readonly userId: number | undefined;
  readonly group: ControlGroup | undefined;
}

type Refusal = { readonly missing: readonly MissingLayer[]; readonly seen?: string };

/** Sees a started job to its end: lets it go once its layers hold, takes what it sends, ends it at its limits, and says what came of it. */
export async function watchJob(child: ChildProcess, request: Watch): Promise<Outcome> {
  const { limits, signal, onFrame, outputFolder, job, group, isOff } = request;
  const started = performance.now();
  const [stdin, stdout, stderr, frames, , info] = child.stdio as unknown as [Writable, Readable, Readable, Readable, null, Readable];
  let ending: Ending | undefined;
  let refusal: Refusal | undefined;
  let seen: { readonly layers: readonly Layer[]; readonly missing: readonly MissingLayer[] } | undefined;
  let startMs = 0;
  let lastResort: NodeJS.Timeout | undefined;

  const stop = (why: Ending): void => {
    ending ??= why;
    // The first process of a pid namespace takes all others with it, and bubblewrap waits for it. It has nothing to tidy up.
    if (inner.known === undefined) child.kill("SIGTERM");
    else kill(inner.known);
    lastResort ??= setTimeout(() => {
      child.kill("SIGKILL");
      group?.kill();
    }, 300);
  };
  const onAbort = () => stop({ kind: "cancelled" });
  signal?.addEventListener("abort", onAbort, { once: true });
  const clock = setTimeout(() => stop({ kind: "wallClock" }), limits.wallMs);
  const printed = keepPrinted([stdout, stderr], limits.printedBytes, () => stop({ kind: "printed" }));
  const inner = childPid(info);
  stdin.on("error", () => undefined); // it may be gone before it is told to go on; its exit says so

  const letGo = async (layersTried: Readonly<Record<string, string>>): Promise<void> => {
    const pid = isOff ? undefined : await inner.said;
    const look = isOff ? allMissing() : layersOf(pid, layersTried, request);
    if (look === undefined) return; // it has ended meanwhile
    if (look.missing.some(({ isRequired }) => isRequired)) {
      refusal = { missing: look.missing };
      stop({ kind: "refused" });
      return;
    }
    seen = look;
    startMs = Math.round(performance.now() - started);
    stdin.end("go\n");
  };

  let received: Received = { result: undefined, error: undefined, parts: [] };
  try {
    const closed = new Promise<Exit>((resolve, reject) => {
      child.on("error", reject);
      child.on("close", (status, endSignal) => resolve({ status, signal: endSignal }));
    });
    const output = receiveOutput(readFrames(frames.iterator({ destroyOnReturn: false }), limits.outputBytes), {
      outputFolder,
      onLayers: letGo,
      onFrame,
    }).catch((error: unknown) => {
      if (error instanceof ProtocolError) stop({ kind: "protocol", seen: error.message });
      else if (error instanceof OutputLimitError) stop({ kind: "output" });
      else throw error;
      frames.resume(); // until the job is gone
    });
    const [exit, all] = await Promise.all([closed, output]);
    received = all ?? received;
    const wallMs = Math.round(performance.now() - started);
    const outcome = decide({ exit, wallMs });
    if (outcome.status !== "succeeded" && outputFolder !== undefined) await rm(outputFolder, { recursive: true, force: true });
    return outcome;
  } catch (error) {
    child.kill("SIGKILL");
    if (outputFolder !== undefined) await rm(outputFolder, { recursive: true, force: true });
    throw error;
  } finally {
    clearTimeout(clock);
    clearTimeout(lastResort);
    signal?.removeEventListener("abort", onAbort);
  }

  function decide({ exit, wallMs }: { exit: Exit; wallMs: number }): Outcome {
    const [out = "", err = ""] = printed();
    if (ending?.kind === "cancelled") {
      return {
        status: "cancelled",
        exit,
        stdout: out,
        stderr: err,
        layers: seen?.layers ?? [],
        missing: seen?.missing ?? [],
        usage: { wallMs, startMs },
      };
    }
    if (refusal !== undefined) return refused(refusal.missing);
    if (seen === undefined && ending === undefined) return refused(cannotStart(err, exit));
    const usage = { wallMs, startMs, ...group?.usage() };
    const ended = { exit, stdout: out, stderr: err, layers: seen?.layers ?? [], missing: seen?.missing ?? [], usage };
    const { result, error, parts } = received;
    if (ending === undefined && exit.status === 0 && result !== undefined && isWhole(job, received)) {
      const { kind: _, ...what } = result;
      return { ...ended, status: "succeeded", result: what, parts };
    }
    if (ending === undefined && error !== undefined) {
      return { ...ended, status: "failed", error: jobError(error, "strategy" in job ? job.strategy : undefined) };
    }
    const isOutOfMemory = group?.isOutOfMemory() ?? false;
    const unsaid = endingError({ ending, exit, isOutOfMemory, stderr: err, usage, limits, task: job.task });
    if (unsaid.isInfrastructure) log.warn({ code: unsaid.code, exit, stderr: err.slice(-2000) }, "a sandboxed job ended without a word");
    return { ...ended, status: "failed", error: unsaid };
  }
}

function layersOf(
  pid: number | undefined,
  seen: Readonly<Record<string, string>>,
  request: Watch,
): ReturnType<typeof layersSeen> | undefined {
  if (pid === undefined) return undefined;
  try {
    return layersSeen({ pid, seen, userId: request.userId, group: request.group, required: requiredLayers(request) });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOENT" || code === "ESRCH") return undefined;
    throw error;
  }
}

function requiredLayers({ organisations = "several", userId }: Watch): readonly Layer[] {
  if (organisations === "several") return allLayers;
  return allLayers.filter((layer) => layer !== "controlGroup" && (layer !== "hostUser" || userId !== undefined));
}

function allMissing(): { readonly layers: readonly Layer[]; readonly missing: readonly MissingLayer[] } {
  const missing = allLayers.map((layer): MissingLayer => ({ layer, seen: givenUp, install: "unset RUSTYBT_SANDBOX", isRequired: false }));
  return { layers: [], missing };
}

/** Each task has its own last word. */
function isWhole({ task }: SandboxJob, { result, parts }: Received): boolean {
  const has = (name: string) => parts.some((part) => part.name === name);
  switch (task) {
    case "probe":
      return true;
    case "inspect":
      return result?.strategy !== undefined;
    case "run":
      return result?.run !== undefined && has("result.json");
    case "inspectData":
      return result?.data !== undefined;
    case "import":
      return result?.data !== undefined && has("columns.rbt");
  }
}

/** The outcome of a job that was not let go. */
export function refused(missing: readonly MissingLayer[]): Outcome {
  const [first] = missing.filter(({ isRequired }) => isRequired);
  const error: JobError = {
    code: "SANDBOX_UNAVAILABLE",
    message: `The sandbox cannot be trusted on this machine, so nothing was run: ${first?.seen ?? "a layer is missing"} (${first?.layer ?? "unknown"}).`,
    hint: `Add it: ${first?.install ?? installLine("namespaces")}`,
    isInfrastructure: true,
  };
  return { status: "refused", error, missing };
}

/** bubblewrap says in one line what it could not do; Node says where it was before it says what. */
function cannotStart(stderr: string, { status, signal }: Exit): MissingLayer[] {
  const lines = stderr.trim().split("\n");
  const said = lines.find((line) => /^\w*Error\b/.test(line)) ?? lines[0] ?? "";
  const seen = said === "" ? `the job ended before it could show its layers (${signal ?? `exit status ${status}`})` : said;
  const isUserNamespace = /namespace|uid map|Operation not permitted/i.test(said);
  return [
    {
      layer: "namespaces",
      seen,
      install: isUserNamespace ? installUserNamespaces : installLine("namespaces"),
      isRequired: true,
    },
  ];
}

const keptOfEach = 64 * 1024;

/** Reads what is printed to its end, keeping the beginning: a full pipe would stop the job. */
function keepPrinted(streams: readonly Readable[], most: number, tooMuch: () => void): () => string[] {
  let total = 0;
  const kept = streams.map((stream) => {
    const chunks: Buffer[] = [];
    let bytes = 0;
    stream.on("data", (chunk: Buffer) => {
      total += chunk.length;
      if (total > most) tooMuch();
      if (bytes < keptOfEach) chunks.push(chunk.subarray(0, keptOfEach - bytes));
      bytes += chunk.length;
    });
    return chunks;
  });
  return () => kept.map((chunks) => printable(Buffer.concat(chunks).toString("utf8")));
}

function printable(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: terminals obey control characters
  return text.replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g, "\ufffd");
}

/** The pid on this host of the first process in the sandbox, which is Node. bubblewrap says it before it starts Node; nobody else has that pipe. */
function childPid(info: Readable): { known: number | undefined; readonly said: Promise<number | undefined> } {
  let text = "";
  const pid = {
    known: undefined as number | undefined,
    said: new Promise<number | undefined>((resolve) => {
      info.on("data", (chunk: Buffer) => {
        text += chunk.toString("utf8");
        const digits = /"child-pid": *(\d+)\D/.exec(text)?.[1];
        if (digits === undefined) return;
        pid.known = Number(digits);
        resolve(pid.known);
      });
      info.on("close", () => resolve(pid.known));
    }),
  };
  return pid;
}

function kill(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}
