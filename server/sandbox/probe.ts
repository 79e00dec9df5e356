/** Something a job must not be able to do; each is tried, or seen from outside, before its code is loaded. */
export const layers = [
  "namespaces",
  "network",
  "filesystem",
  "systemCalls",
  "privileges",
  "environment",
  "resourceLimits",
  "hostUser",
  "controlGroup",
] as const;
export type Layer = (typeof layers)[number];

export interface MissingLayer {
  readonly layer: Layer;
  /** What was seen, as a sentence. */
  readonly seen: string;
  /** The command or change that adds it. */
  readonly install: string;
  /** Without it no job starts; otherwise only a single organisation may use this machine. */
  readonly isRequired: boolean;
}

/** What keeps strategies apart from this machine, as a job that tried has seen it. */
export interface Probe {
  /** Jobs start: every required layer holds, or the sandbox is switched off. */
  readonly isAvailable: boolean;
  /** Every layer holds: strategies of several organisations may run here. */
  readonly isMultiTenant: boolean;
  /** `RUSTYBT_SANDBOX=off`. */
  readonly isOff: boolean;
  readonly layers: readonly Layer[];
  readonly missing: readonly MissingLayer[];
  /** For people: what holds, or what is missing and how to add it. */
  readonly message: string;
}

const without = {
  bubblewrap: "apt-get install -y bubblewrap",
  userNamespaces: "sysctl -w kernel.unprivileged_userns_clone=1 kernel.apparmor_restrict_unprivileged_userns=0",
  utilLinux: "apt-get install -y util-linux",
  root: "start the worker as root, which gives each job a user of its own",
  controlGroup: "start the worker as root with /sys/fs/cgroup writable, or hand it a control group (systemd: Delegate=memory pids cpu)",
} as const;

/** The line that adds a layer. */
export function installLine(layer: Layer): string {
  if (layer === "hostUser") return without.root;
  if (layer === "controlGroup") return without.controlGroup;
  return layer === "resourceLimits" ? without.utilLinux : without.bubblewrap;
}

export const installUserNamespaces = without.userNamespaces;

/** What `RUSTYBT_SANDBOX=off` gives up, in a sentence for the interface. */
export const givenUp =
  "The sandbox is switched off (RUSTYBT_SANDBOX=off): strategies run with this user's rights and can read its files, use the network and start programs. Only run code you would run yourself.";
