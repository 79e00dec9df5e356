import { readFileSync, readlinkSync } from "node:fs";
import type { ControlGroup } from "./cgroup.ts";
import { installLine, type Layer, type MissingLayer } from "./probe.ts";

export interface Observation {
  /** On this host, of the process that waits to load the strategy. */
  readonly pid: number;
  /** What that process says of its own attempts, by layer: `denied`, or what it could do. */
  readonly seen: Readonly<Record<string, string>>;
  /** The user it should have been dropped to. */
  readonly userId: number | undefined;
  readonly group: ControlGroup | undefined;
  /** Layers without which no job may start. */
  readonly required: readonly Layer[];
}

/**
 * Tells which layers hold, from what the waiting process could not do and from what the kernel says of it. Nothing of the job's own code
 * has been loaded yet, so its word is ours; what the kernel says is looked at all the same.
 */
export function layersSeen({ pid, seen, userId, group, required }: Observation): {
  readonly layers: readonly Layer[];
  readonly missing: readonly MissingLayer[];
} {
  const status = fieldsOf(readFileSync(`/proc/${pid}/status`, "utf8"));
  const problems: Readonly<Record<Layer, string | undefined>> = {
    namespaces: sharedNamespaces(pid),
    network: sharedNamespace(pid, "net"),
    filesystem: said(seen, "filesystem"),
    systemCalls: status.get("Seccomp") === "2" ? said(seen, "systemCalls") : `its seccomp mode is ${status.get("Seccomp")}, not 2`,
    privileges: heldRights(status),
    environment: said(seen, "environment"),
    resourceLimits: looseLimits(readFileSync(`/proc/${pid}/limits`, "utf8")),
    hostUser: hostUserProblem(status, userId),
    controlGroup:
      group === undefined
        ? "this process may not make control groups"
        : group.holds(readFileSync(`/proc/${pid}/cgroup`, "utf8"))
          ? undefined
          : "the job is not in its control group",
  };
  const layers: Layer[] = [];
  const missing: MissingLayer[] = [];
  for (const [name, problem] of Object.entries(problems)) {
    const layer = name as Layer;
    if (problem === undefined) layers.push(layer);
    else missing.push({ layer, seen: problem, install: installLine(layer), isRequired: required.includes(layer) });
  }
  return { layers, missing };
}

function said(seen: Readonly<Record<string, string>>, layer: Layer): string | undefined {
  const word = seen[layer];
  if (word === "denied") return undefined;
  return word === undefined ? "the job did not try" : word;
}

const ownNamespaces = ["user", "pid", "mnt", "ipc", "uts", "cgroup"];

function sharedNamespaces(pid: number): string | undefined {
  return ownNamespaces.map((kind) => sharedNamespace(pid, kind)).find((problem) => problem !== undefined);
}

function sharedNamespace(pid: number, kind: string): string | undefined {
  return readlinkSync(`/proc/${pid}/ns/${kind}`) === readlinkSync(`/proc/self/ns/${kind}`)
    ? `the job shares this host's ${kind} namespace`
    : undefined;
}

function heldRights(status: ReadonlyMap<string, string>): string | undefined {
  const held = ["CapPrm", "CapEff", "CapBnd", "CapAmb"].find((set) => !/^0+$/.test(status.get(set) ?? "?"));
  if (held !== undefined) return `the job holds capabilities: ${held} ${status.get(held)}`;
  return status.get("NoNewPrivs") === "1" ? undefined : "the job could gain rights by starting a program";
}

function looseLimits(text: string): string | undefined {
  const soft = (name: string) => new RegExp(`^${name}\\s+(\\S+)`, "m").exec(text)?.[1];
  for (const name of ["Max file size", "Max core file size"]) if (soft(name) !== "0") return `${name} is ${soft(name)}, not 0`;
  for (const name of ["Max cpu time", "Max data size"]) if (soft(name) === "unlimited") return `${name} is unlimited`;
  return undefined;
}

function hostUserProblem(status: ReadonlyMap<string, string>, userId: number | undefined): string | undefined {
  const ids = new Set(`${status.get("Uid")} ${status.get("Gid")}`.split(/\s+/).map(Number));
  const own = process.getuid?.();
  if (own !== undefined && ids.has(own)) return `the job runs as this process's own user (${own})`;
  if (ids.size !== 1 || (userId !== undefined && !ids.has(userId))) return `the job runs as users ${[...ids].join(", ")}`;
  return (status.get("Groups") ?? "") === "" ? undefined : `the job is in groups ${status.get("Groups")}`;
}

function fieldsOf(status: string): ReadonlyMap<string, string> {
  return new Map(
    status.split("\n").flatMap((line) => {
      const colon = line.indexOf(":");
      return colon < 0 ? [] : [[line.slice(0, colon), line.slice(colon + 1).trim()] as const];
    }),
  );
}
