import { type ChildProcess, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { closeSync, openSync } from "node:fs";
import { rm } from "node:fs/promises";
import type { Readable, Writable } from "node:stream";
import { env } from "#server/lib/env.ts";
import { builtFile } from "./built-file.ts";
import { bwrapArguments, nodeFlags, sandboxEnvironment } from "./bwrap-arguments.ts";
import { type ControlGroup, createControlGroup } from "./cgroup.ts";
import { type Ending, endingError } from "./ending-error.ts";
import { findTools, type Tools } from "./find-tools.ts";
import { jobError } from "./job-error.ts";
import { freeJobUser } from "./job-user.ts";
import { layersSeen } from "./layers-seen.ts";
import { defaultLimits, type Limits } from "./limits.ts";
import { makeJobFolder } from "./make-job-folder.ts";
import type { Exit, JobError, Outcome } from "./outcome.ts";
import { prepareRuntime } from "./prepare-runtime.ts";
import { layers as allLayers, givenUp, installLine, type Layer, type MissingLayer } from "./probe.ts";
import { OutputLimitError, ProtocolError, readFrames } from "./read-frames.ts";
import { type LiveFrame, type Received, receiveOutput } from "./receive-output.ts";
import type { SandboxJob } from "./sandbox-job.ts";

export interface SandboxRequest {
  readonly job: SandboxJob;
  readonly limits?: Limits | undefined;
  /** Ends the job within a moment; the outcome is `cancelled`. */
  readonly signal?: AbortSignal | undefined;
  /** Progress and log lines, at most a few a second. */
  readonly onFrame?: ((frame: LiveFrame) => void) | undefined;
  /** Where the parts of a result are written; it is removed again unless the outcome is `succeeded`. */
  readonly outputFolder?: string | undefined;
  /** Whether more than one organisation uses this machine; then every layer is required. */
  readonly organisations?: "one" | "several" | undefined;
}

/**
 * Runs one job in a process of its own that can reach nothing but what it was given. Before the job's code is loaded, the process tries
 * what it must not be able to do and the parent looks at it from outside; when a required layer is missing, the job is refused.
 *
 * Answers an outcome whatever the job does; rejects only for faults of this machine (no disk, no memory for another process).
 */
export async function runInSandbox(request: SandboxRequest): Promise<Outcome> {
  return runProgram(request, "/app/main.mjs");
}

/** `runInSandbox` with another program in the runner's place, as the tests' hostile programs are. */
export async function runProgram(request: SandboxRequest, program: string): Promise<Outcome> {
  request.signal?.throwIfAborted();
  const isOff = env().sandbox === "off";
  const tools = isOff ? undefined : findTools();
  if (tools !== undefined && "missing" in tools) return refused(tools.missing);
  const runtime = await prepareRuntime();
  const userId = isOff ? undefined : freeJobUser();
  const job = makeJobFolder(runtime.jobs, request.job, userId?.id);
  const limits = request.limits ?? defaultLimits;
  const group = isOff ? undefined : createControlGroup(randomBytes(8).toString("hex"), limits);
  const filter = isOff ? undefined : openSync(runtime.filter, "r");
  try {
    const start = isOff
      ? plainCommand(job.path, limits)
      : sandboxCommand({ runtime, jobFolder: job.path, limits, userId: userId?.id, group, tools, program });
    const child = spawn(start.program, start.args, {
      stdio: ["pipe", "pipe", "pipe", "pipe", filter ?? "ignore", "pipe"],
      // Next.js declares NODE_ENV as always there; here it is not.
      env: start.environment as NodeJS.ProcessEnv,
      cwd: "/",
    });
    return await watch(child, { ...request, limits, isOff, userId: userId?.id, group });
  } finally {
    if (filter !== undefined) closeSync(filter);
    await group?.remove();
    job.remove();
    userId?.release();
  }
}

interface Command {
  readonly program: string;
  readonly args: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
}

interface Start {
  readonly runtime: Parameters<typeof bwrapArguments>[0]["runtime"];
  readonly jobFolder: string;
  readonly limits: Limits;
  readonly userId: number | undefined;
  readonly group: ControlGroup | undefined;
  readonly tools: Tools | undefined;
  /** What Node starts, as the sandbox sees it. */
  readonly program: string;
}

// Joins the control groups, then becomes the program: what it starts is inside from its first instruction.
const join = 'n=$1; shift; while [ "$n" -gt 0 ]; do echo 0 > "$1" || exit 125; shift; n=$((n-1)); done; exec "$@"';

function sandboxCommand({ runtime, jobFolder, limits, userId, group, tools, program }: Start): Command {
  if (tools === undefined) throw new TypeError("the sandbox needs its tools");
  const joinFiles = group?.joinFiles ?? [];
  const [first = "", ...args] = [
    ...(joinFiles.length === 0 ? [] : ["/bin/sh", "-c", join, "sh", String(joinFiles.length), ...joinFiles]),
    ...(userId === undefined ? [] : [tools.setpriv, "--reuid", String(userId), "--regid", String(userId), "--clear-groups", "--"]),
    ...[tools.prlimit, ...resourceLimits(limits, userId !== undefined, group !== undefined), "--"],
    ...[tools.bwrap, ...bwrapArguments({ runtime, jobFolder, descriptors: { filter: 4, info: 5 } })],
    ...["/node", ...nodeFlags(limits.memoryBytes), program, "/job"],
  ];
  return { program: first, args, environment: {} };
}

function resourceLimits({ memoryBytes, cpuSeconds, tasks }: Limits, hasOwnUser: boolean, hasGroup: boolean): string[] {
  // V8 reserves more than it uses; where a control group counts what is used, this is the second belt only.
  const data = memoryBytes + (hasGroup ? 1024 : 512) * 2 ** 20;
  return [
    `--data=${data}`,
    `--cpu=${cpuSeconds}`,
    ...["--fsize=0", "--core=0", "--nofile=64"],
    // Counted over all processes of a user: only of use where the job has one to itself.
    ...(hasOwnUser ? [`--nproc=${tasks}`] : []),
  ];
}

function plainCommand(jobFolder: string, limits: Limits): Command {
  return {
    program: process.execPath,
    args: [...nodeFlags(limits.memoryBytes), builtFile("main.mjs"), jobFolder],
    environment: { TZ: sandboxEnvironment.TZ ?? "UTC", LANG: sandboxEnvironment.LANG ?? "C.UTF-8" },
  };
}

interface Watch extends SandboxRequest {
  readonly limits: Limits;
  readonly isOff: boolean;
  readonly userId: number | undefined;
  readonly group: ControlGroup | undefined;
}

type Refusal = { readonly missing: readonly MissingLayer[]; readonly seen?: string };

async function watch(child: ChildProcess, request: Watch): Promise<Outcome> {
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
    const first = inner();
    if (first === undefined) child.kill("SIGTERM");
    else kill(first);
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

  const letGo = (layersTried: Readonly<Record<string, string>>): void => {
    const required = isOff ? [] : requiredLayers(request);
    const pid = inner() ?? child.pid ?? 0;
    const look = isOff ? allMissing() : layersSeen({ pid, seen: layersTried, userId: request.userId, group, required });
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
    const output = receiveOutput(readFrames(frames, limits.outputBytes), { outputFolder, onLayers: letGo, onFrame }).catch(
      (error: unknown) => {
        if (error instanceof ProtocolError) stop({ kind: "protocol", seen: error.message });
        else if (error instanceof OutputLimitError) stop({ kind: "output" });
        else throw error;
      },
    );
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
    return { ...ended, status: "failed", error: endingError({ ending, exit, isOutOfMemory, stderr: err, usage, limits, task: job.task }) };
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

function refused(missing: readonly MissingLayer[]): Outcome {
  const [first] = missing.filter(({ isRequired }) => isRequired);
  const error: JobError = {
    code: "SANDBOX_UNAVAILABLE",
    message: `The sandbox cannot be trusted on this machine, so nothing was run: ${first?.seen ?? "a layer is missing"} (${first?.layer ?? "unknown"}).`,
    hint: `Add it: ${first?.install ?? installLine("namespaces")}`,
    isInfrastructure: true,
  };
  return { status: "refused", error, missing };
}

/** bubblewrap says in one line what it could not do. */
function cannotStart(stderr: string, { status, signal }: Exit): MissingLayer[] {
  const said = stderr.trim().split("\n")[0] ?? "";
  const seen = said === "" ? `the job ended before it could show its layers (${signal ?? `exit status ${status}`})` : said;
  const isUserNamespace = /namespace|uid map|Operation not permitted/i.test(said);
  return [
    {
      layer: "namespaces",
      seen,
      install: isUserNamespace
        ? "sysctl -w kernel.unprivileged_userns_clone=1 kernel.apparmor_restrict_unprivileged_userns=0"
        : installLine("namespaces"),
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

/** The pid on this host of the first process in the sandbox, which is Node; `undefined` until bubblewrap has said it. */
function childPid(info: Readable): () => number | undefined {
  let said = "";
  info.on("data", (chunk: Buffer) => {
    said += chunk.toString("utf8");
  });
  return () => {
    const pid = /"child-pid": *(\d+)/.exec(said)?.[1];
    return pid === undefined ? undefined : Number(pid);
  };
}

function kill(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}
