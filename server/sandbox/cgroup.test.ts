import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { controllerPlaces, createControlGroup } from "./cgroup.ts";
import { defaultLimits } from "./limits.ts";

test("controllers of version 1 are found by their mounts, version 2 by the group this process is in", () => {
  const v1 =
    "cgroup /sys/fs/cgroup/cpu,cpuacct cgroup rw,cpu,cpuacct 0 0\ncgroup /sys/fs/cgroup/memory cgroup rw,memory 0 0\ncgroup /sys/fs/cgroup/pids cgroup rw,pids 0 0\ncgroup2 /sys/fs/cgroup/unified cgroup2 rw 0 0\n";
  expect(controllerPlaces(v1, "0::/\n")).toEqual({
    version: 1,
    memory: "/sys/fs/cgroup/memory",
    pids: "/sys/fs/cgroup/pids",
    cpu: "/sys/fs/cgroup/cpu,cpuacct",
    cpuacct: "/sys/fs/cgroup/cpu,cpuacct",
  });
  expect(controllerPlaces("cgroup2 /sys/fs/cgroup cgroup2 rw 0 0\n", "0::/system.slice/rustybt.service\n")).toEqual({
    version: 2,
    own: "/sys/fs/cgroup/system.slice/rustybt.service",
  });
  expect(controllerPlaces("proc /proc proc rw 0 0\n", "0::/\n")).toBeUndefined();
});

// The files of version 2 are made by the kernel; here a folder has them beforehand, in the form cgroup-v2.rst gives.
test("under version 2 the controllers are handed on from a leaf, and a job's limits are written in the kernel's form", async () => {
  const own = mkdtempSync(join(tmpdir(), "cgroup2-"));
  writeFileSync(join(own, "cgroup.subtree_control"), "");
  writeFileSync(join(own, "cgroup.procs"), "17\n");
  const group = createControlGroup(
    "1-0123456789abcdef",
    { ...defaultLimits, cpus: 1.5, memoryBytes: 268_435_456, tasks: 32 },
    { version: 2, own },
  );
  const folder = join(own, "rustybt-1-0123456789abcdef");
  const read = (path: string) => readFileSync(path, "utf8");
  expect(read(join(own, "rustybt-portal/cgroup.procs"))).toBe("17");
  expect(read(join(own, "cgroup.subtree_control"))).toBe("+memory +pids +cpu");
  expect(["memory.max", "memory.oom.group", "pids.max", "cpu.max"].map((file) => read(join(folder, file)))).toEqual([
    "268435456",
    "1",
    "32",
    "150000 100000",
  ]);
  expect(group?.joinFiles).toEqual([join(folder, "cgroup.procs")]);
  expect(group?.holds("0::/system.slice/rustybt.service/rustybt-1-0123456789abcdef\n")).toBe(true);
  expect(group?.holds("0::/system.slice/rustybt.service/rustybt-portal\n")).toBe(false);
  writeFileSync(join(folder, "memory.events"), "low 0\nhigh 0\nmax 12\noom 1\noom_kill 1\n");
  writeFileSync(join(folder, "cpu.stat"), "usage_usec 2500000\nuser_usec 2000000\n");
  writeFileSync(join(folder, "memory.peak"), "268435456\n");
  expect(group?.isOutOfMemory()).toBe(true);
  expect(group?.usage()).toEqual({ cpuMs: 2500, peakMemoryBytes: 268_435_456 });
  rmSync(own, { recursive: true });
});

test("where no group may be made there is none", () => {
  const own = mkdtempSync(join(tmpdir(), "cgroup2-"));
  mkdirSync(join(own, "empty"));
  expect(createControlGroup("1-0123456789abcdef", defaultLimits, { version: 2, own: join(own, "empty") })).toBeUndefined();
  rmSync(own, { recursive: true });
});
