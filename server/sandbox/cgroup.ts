import { existsSync, mkdirSync, readdirSync, readFileSync, rmdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { isLeftBehind } from "./job-name.ts";
import type { Limits } from "./limits.ts";

/** The control group of one job. */
export interface ControlGroup {
  /** Files a process writes `0` to before anything else, to be inside with all it starts. */
  readonly joinFiles: readonly string[];
  /** Whether a process is in it, by the text of its /proc/<pid>/cgroup. */
  holds(membership: string): boolean;
  usage(): { readonly cpuMs?: number; readonly peakMemoryBytes?: number };
  /** Whether the kernel ended a process of it for want of memory. */
  isOutOfMemory(): boolean;
  /** Ends every process in it. */
  kill(): void;
  /** Once its processes are gone. */
  remove(): Promise<void>;
}

const parent = "rustybt";
const periodUs = 100_000;

/** Makes a control group with the limits on memory, tasks and processors; `undefined` where this process may not. */
export function createControlGroup(name: string, limits: Limits, places: ControllerPlaces | undefined): ControlGroup | undefined {
  try {
    return places === undefined ? undefined : places.version === 1 ? createV1(name, limits, places) : createV2(name, limits, places);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "EACCES" || code === "EPERM" || code === "EROFS" || code === "ENOENT" || code === "EBUSY") return undefined;
    throw error;
  }
}

export type ControllerPlaces =
  | { readonly version: 1; readonly memory: string; readonly pids: string; readonly cpu: string; readonly cpuacct: string | undefined }
  /** `own` is the group this process is in, whose controllers have been handed to it. */
  | { readonly version: 2; readonly own: string };

/** Where the controllers are, from the mounts and this process's own membership. */
export function controllerPlaces(
  mounts = readFileSync("/proc/self/mounts", "utf8"),
  membership = readFileSync("/proc/self/cgroup", "utf8"),
): ControllerPlaces | undefined {
  const v1 = new Map<string, string>();
  let v2: string | undefined;
  for (const line of mounts.split("\n")) {
    const [, path = "", type, options = ""] = line.split(" ");
    if (type === "cgroup2") v2 = path;
    if (type === "cgroup") for (const option of options.split(",")) v1.set(option, path);
  }
  const [memory, pids, cpu] = ["memory", "pids", "cpu"].map((name) => v1.get(name));
  if (memory !== undefined && pids !== undefined && cpu !== undefined) return { version: 1, memory, pids, cpu, cpuacct: v1.get("cpuacct") };
  const own = /^0::(\/.*)$/m.exec(membership)?.[1];
  return v2 === undefined || own === undefined ? undefined : { version: 2, own: join(v2, own) };
}

function createV1(name: string, limits: Limits, places: ControllerPlaces & { readonly version: 1 }): ControlGroup {
  const folder = (mount: string) => join(mount, parent, name);
  const { memory, pids, cpu, cpuacct } = places;
  const folders = [...new Set([memory, pids, cpu, ...(cpuacct === undefined ? [] : [cpuacct])])].map(folder);
  try {
    for (const each of folders) mkdirSync(each, { recursive: true });
    put(folder(memory), "memory.limit_in_bytes", limits.memoryBytes);
    // Swap would only make it slow; not every kernel counts it.
    if (existsSync(join(folder(memory), "memory.memsw.limit_in_bytes")))
      put(folder(memory), "memory.memsw.limit_in_bytes", limits.memoryBytes);
    put(folder(pids), "pids.max", limits.tasks);
    put(folder(cpu), "cpu.cfs_period_us", periodUs);
    put(folder(cpu), "cpu.cfs_quota_us", Math.round(limits.cpus * periodUs));
  } catch (error) {
    for (const each of folders) removeIfThere(each);
    throw error;
  }
  return {
    joinFiles: folders.map((each) => join(each, "cgroup.procs")),
    holds: (membership) => ["memory", "pids", "cpu"].every((controller) => isMember(membership, controller, `/${parent}/${name}`)),
    usage: () => ({
      ...(cpuacct === undefined ? {} : { cpuMs: Math.round(take(folder(cpuacct), "cpuacct.usage") / 1e6) }),
      peakMemoryBytes: take(folder(memory), "memory.max_usage_in_bytes"),
    }),
    isOutOfMemory: () => /^oom_kill [1-9]/m.test(readFileSync(join(folder(memory), "memory.oom_control"), "utf8")),
    kill: () => killAll(folder(pids)),
    remove: () => removeAll(folders, () => killAll(folder(pids))),
  };
}

function createV2(name: string, limits: Limits, { own }: ControllerPlaces & { readonly version: 2 }): ControlGroup {
  delegate(own);
  const folder = join(own, `${parent}-${name}`);
  mkdirSync(folder);
  try {
    put(folder, "memory.max", limits.memoryBytes);
    put(folder, "memory.oom.group", 1);
    if (existsSync(join(folder, "memory.swap.max"))) put(folder, "memory.swap.max", 0);
    put(folder, "pids.max", limits.tasks);
    put(folder, "cpu.max", `${Math.round(limits.cpus * periodUs)} ${periodUs}`);
  } catch (error) {
    removeIfThere(folder);
    throw error;
  }
  return {
    joinFiles: [join(folder, "cgroup.procs")],
    holds: (membership) => new RegExp(`^0::.*/${parent}-${name}$`, "m").test(membership),
    usage: () => ({
      cpuMs: Math.round(Number(/^usage_usec (\d+)/m.exec(readFileSync(join(folder, "cpu.stat"), "utf8"))?.[1] ?? 0) / 1e3),
      ...(existsSync(join(folder, "memory.peak")) ? { peakMemoryBytes: take(folder, "memory.peak") } : {}),
    }),
    isOutOfMemory: () => /^oom_kill [1-9]/m.test(readFileSync(join(folder, "memory.events"), "utf8")),
    kill: () => (existsSync(join(folder, "cgroup.kill")) ? put(folder, "cgroup.kill", 1) : killAll(folder)),
    remove: () => removeAll([folder], () => killAll(folder)),
  };
}

/** A group that hands on controllers holds no processes itself: those that are there move to a leaf beside the jobs. */
function delegate(own: string): void {
  const control = join(own, "cgroup.subtree_control");
  const wanted = ["memory", "pids", "cpu"];
  const given = readFileSync(control, "utf8").split(/\s+/);
  if (wanted.every((name) => given.includes(name))) return;
  const leaf = join(own, `${parent}-portal`);
  mkdirSync(leaf, { recursive: true });
  for (const pid of readFileSync(join(own, "cgroup.procs"), "utf8").split("\n").filter(Boolean)) put(leaf, "cgroup.procs", pid);
  put(own, "cgroup.subtree_control", wanted.map((name) => `+${name}`).join(" "));
}

/** Removes the groups of jobs whose worker was killed; their processes ended with it. */
export function removeLeftControlGroups(places = controllerPlaces()): void {
  if (places === undefined) return;
  const folders =
    places.version === 1
      ? [places.memory, places.pids, places.cpu, places.cpuacct].flatMap((mount) => (mount === undefined ? [] : [join(mount, parent)]))
      : [places.own];
  for (const folder of folders) {
    if (!existsSync(folder)) continue;
    for (const name of readdirSync(folder)) if (isLeftBehind(name.replace(`${parent}-`, ""))) removeIfOurs(join(folder, name));
  }
}

/** Another user's portal on this machine clears away its own. */
function removeIfOurs(folder: string): void {
  try {
    removeIfThere(folder);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== "EACCES" && code !== "EPERM") throw error;
  }
}

function isMember(membership: string, controller: string, path: string): boolean {
  return membership.split("\n").some((line) => {
    const [, controllers = "", at = ""] = line.split(":");
    return controllers.split(",").includes(controller) && at.endsWith(path);
  });
}

function killAll(folder: string): void {
  for (const pid of readFileSync(join(folder, "cgroup.procs"), "utf8").split("\n").filter(Boolean)) {
    try {
      process.kill(Number(pid), "SIGKILL");
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
    }
  }
}

/** The kernel lets a group go a moment after its last process has been waited for. */
async function removeAll(folders: readonly string[], kill: () => void): Promise<void> {
  for (const folder of folders) {
    for (let attempt = 0; !removeIfThere(folder); attempt++) {
      if (attempt === 200) throw new Error(`control group ${folder} still has processes: ${readdirSync(folder).length} files`);
      kill();
      await setTimeout(attempt < 20 ? 2 : 25);
    }
  }
}

function removeIfThere(folder: string): boolean {
  try {
    rmdirSync(folder);
    return true;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOENT") return true;
    if (code === "EBUSY" || code === "ENOTEMPTY") return false;
    throw error;
  }
}

function put(folder: string, file: string, value: number | string): void {
  writeFileSync(join(folder, file), String(value));
}

function take(folder: string, file: string): number {
  return Number(readFileSync(join(folder, file), "utf8"));
}
