import { spawn } from "node:child_process";
import { closeSync, openSync } from "node:fs";
import { env } from "#server/lib/env.ts";
import { type ControllerPlaces, controllerPlaces, createControlGroup } from "./cgroup.ts";
import { closedFolder } from "./closed-folder.ts";
import { findTools, type Tools } from "./find-tools.ts";
import { jobName } from "./job-name.ts";
import { freeJobUser } from "./job-user.ts";
import { defaultLimits } from "./limits.ts";
import { makeJobFolder } from "./make-job-folder.ts";
import type { Outcome } from "./outcome.ts";
import { prepareRuntime } from "./prepare-runtime.ts";
import type { MissingLayer } from "./probe.ts";
import { plainCommand, sandboxCommand } from "./sandbox-command.ts";
import type { SandboxRequest } from "./sandbox-request.ts";
import { refused, watchJob } from "./watch-job.ts";

/**
 * Runs one job in a process of its own that can reach nothing but what it was given. Before the job's code is loaded, the process tries
 * what it must not be able to do and the parent looks at it from outside; when a required layer is missing, the job is refused.
 *
 * Answers an outcome whatever the job does; rejects only for faults of this machine (no disk, no memory for another process).
 */
export async function runInSandbox(request: SandboxRequest): Promise<Outcome> {
  return runProgram(request, {});
}

/** What a sandbox is made of; tests put others in place. */
export interface Parts {
  /** What Node starts, as the sandbox sees it. */
  readonly program?: string;
  readonly tools?: Tools | { readonly missing: readonly MissingLayer[] };
  readonly controllers?: ControllerPlaces | undefined;
}

/** `runInSandbox` with other parts, as the tests' hostile programs and broken sandboxes are. */
export async function runProgram(request: SandboxRequest, parts: Parts): Promise<Outcome> {
  const { program = "/app/main.mjs", tools = findTools() } = parts;
  // Given as undefined, there are none.
  const controllers = "controllers" in parts ? parts.controllers : controllerPlaces();
  request.signal?.throwIfAborted();
  const isOff = env().sandbox === "off";
  if (!isOff && "missing" in tools) return refused(tools.missing);
  const runtime = await prepareRuntime();
  const limits = request.limits ?? defaultLimits;
  const user = isOff ? undefined : freeJobUser();
  const closed = user === undefined ? undefined : closedFolder(runtime.root);
  if (closed !== undefined) return refused([closed]);
  const group = isOff ? undefined : createControlGroup(jobName(), limits, controllers);
  const filter = isOff ? undefined : openSync(runtime.filter, "r");
  try {
    const job = makeJobFolder(runtime.jobs, request.job, user?.id);
    try {
      const start =
        "missing" in tools || isOff
          ? plainCommand(job.path, limits)
          : sandboxCommand({ runtime, jobFolder: job.path, limits, userId: user?.id, group, tools, program });
      const child = spawn(start.program, start.args, {
        stdio: ["pipe", "pipe", "pipe", "pipe", filter ?? "ignore", "pipe"],
        // Next.js declares NODE_ENV as always there; here it is not.
        env: start.environment as NodeJS.ProcessEnv,
        cwd: "/",
      });
      return await watchJob(child, { ...request, limits, isOff, userId: user?.id, group });
    } finally {
      job.remove();
    }
  } finally {
    if (filter !== undefined) closeSync(filter);
    await group?.remove();
    user?.release();
  }
}
