import type { Runtime } from "./prepare-runtime.ts";

export interface Enclosure {
  readonly runtime: Runtime;
  /** Host path of the job's folder. */
  readonly jobFolder: string;
  /** Descriptors of the child: where bubblewrap reads the filter and writes what it made. */
  readonly descriptors: { readonly filter: number; readonly info: number };
}

/** What a job sees, and nothing else: the runtime as its root, its own folder at /job, two devices; a process of its own namespaces without any right. */
export function bwrapArguments({ runtime, jobFolder, descriptors }: Enclosure): string[] {
  return [
    ...["--unshare-all", "--unshare-user", "--disable-userns", "--die-with-parent", "--new-session", "--clearenv"],
    // With a first process of its own bubblewrap would end before that one is waited for, and leave it to whoever is pid 1 of this host.
    "--as-pid-1",
    ...["--cap-drop", "ALL", "--hostname", "sandbox"],
    ...["--ro-bind", runtime.root, "/"],
    ...["--dev-bind", "/dev/null", "/dev/null", "--dev-bind", "/dev/urandom", "/dev/urandom"],
    ...["--ro-bind", jobFolder, "/job", "--chdir", "/job"],
    ...Object.entries(sandboxEnvironment).flatMap(([name, value]) => ["--setenv", name, value]),
    ...["--seccomp", String(descriptors.filter), "--info-fd", String(descriptors.info)],
    "--",
  ];
}

/** All of it: no path, no secret, no name of the host. */
export const sandboxEnvironment: Readonly<Record<string, string>> = { LD_LIBRARY_PATH: "/lib", TZ: "UTC", LANG: "C.UTF-8" };

/** How Node is started, inside the sandbox and outside of it. */
export function nodeFlags(memoryBytes: number): string[] {
  return [
    "--no-warnings",
    "--disallow-code-generation-from-strings",
    // Buffers and native columns live beside the heap.
    `--max-old-space-size=${Math.floor((memoryBytes / 2 ** 20) * 0.6)}`,
  ];
}
