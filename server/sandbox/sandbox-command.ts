import { builtFile } from "./built-file.ts";
import { bwrapArguments, nodeFlags, sandboxEnvironment } from "./bwrap-arguments.ts";
import type { ControlGroup } from "./cgroup.ts";
import type { Tools } from "./find-tools.ts";
import type { Limits } from "./limits.ts";
import type { Runtime } from "./prepare-runtime.ts";

export interface Command {
  readonly program: string;
  readonly args: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
}

export interface Start {
  readonly runtime: Runtime;
  readonly jobFolder: string;
  readonly limits: Limits;
  readonly userId: number | undefined;
  readonly group: ControlGroup | undefined;
  readonly tools: Tools;
  /** What Node starts, as the sandbox sees it. */
  readonly program: string;
}

// Joins the control groups, then becomes the program: what it starts is inside from its first instruction.
const join = 'n=$1; shift; while [ "$n" -gt 0 ]; do echo 0 > "$1" || exit 125; shift; n=$((n-1)); done; exec "$@"';

export function sandboxCommand({ runtime, jobFolder, limits, userId, group, tools, program }: Start): Command {
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

export function plainCommand(jobFolder: string, limits: Limits): Command {
  return {
    program: process.execPath,
    args: [...nodeFlags(limits.memoryBytes), builtFile("main.mjs"), jobFolder],
    environment: { TZ: sandboxEnvironment.TZ ?? "UTC", LANG: sandboxEnvironment.LANG ?? "C.UTF-8" },
  };
}
