import "./testing/sandbox-home.ts";
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { findTools, type Tools } from "./find-tools.ts";
import { inspectLimits } from "./limits.ts";
import type { Outcome } from "./outcome.ts";
import type { Layer } from "./probe.ts";
import { type Parts, runProgram } from "./run-in-sandbox.ts";
import { bundled, onBar } from "./testing/sandbox-jobs.ts";

const folder = mkdtempSync(join(tmpdir(), "fail-closed-"));
chmodSync(folder, 0o755);
afterAll(() => rmSync(folder, { recursive: true }));

const real = findTools();
if ("missing" in real) throw new Error(JSON.stringify(real.missing));

/** The real tool, started by a script that changes its arguments. */
function altered(tool: keyof Tools, script: string): Parts {
  const path = join(folder, `${tool}-${Math.random()}`);
  writeFileSync(path, `#!/bin/sh\n${script.replaceAll("TOOL", (real as Tools)[tool])}\n`);
  chmodSync(path, 0o755);
  return { tools: { ...(real as Tools), [tool]: path } };
}

// Puts the arguments together again, without one (and the value after it), or with others in its place.
const replacing = (name: string, values: number, put = "") => `n=$#; while [ $n -gt 0 ]; do
  if [ "$1" = "${name}" ]; then shift ${1 + values}; n=$((n-${1 + values})); ${put === "" ? ":" : `set -- "$@" ${put}`}; else set -- "$@" "$1"; shift; n=$((n-1)); fi
done; exec TOOL "$@"`;
const afterDashes = 'while [ "$1" != "--" ]; do shift; done; shift; exec "$@"';

// Whoever is not the job's own user cannot even enter its folder.
const openJob = 'for each in "$@"; do case $each in */jobs/*) chmod 755 "$each";; esac; done';

async function inspectWith(parts: Parts): Promise<Outcome> {
  const strategy = await bundled(onBar(""));
  return runProgram({ job: { task: "inspect", strategy }, limits: inspectLimits, organisations: "several" }, parts);
}

const isRoot = process.getuid?.() === 0;
const removed: readonly (readonly [Layer, Parts])[] = [
  [
    "namespaces",
    altered(
      "bwrap",
      `exec TOOL $(for a in "$@"; do case $a in --unshare-all) echo --unshare-user --unshare-pid --unshare-net --unshare-uts --unshare-cgroup;; *) printf '%s\\n' "$a";; esac; done)`,
    ),
  ],
  ["network", altered("bwrap", replacing("--disable-userns", 0, "--disable-userns --share-net"))],
  ["filesystem", altered("bwrap", replacing("--chdir", 1, "--tmpfs /dev --chdir /job"))],
  ["systemCalls", altered("bwrap", replacing("--seccomp", 1))],
  ["privileges", altered("bwrap", replacing("--cap-drop", 1, "--cap-add CAP_NET_ADMIN"))],
  ["environment", altered("bwrap", `export DATABASE_URL=postgres://secret; ${replacing("--clearenv", 0)}`)],
  ["resourceLimits", altered("prlimit", afterDashes)],
  ...(isRoot ? ([["hostUser", altered("setpriv", `${openJob}; ${afterDashes}`)]] as const) : []),
  ["controlGroup", { controllers: undefined }],
];

for (const [layer, parts] of removed) {
  test(`S-43 without the layer ${layer} no job starts`, async () => {
    const outcome = await inspectWith(parts);
    expect(outcome).toMatchObject({ status: "refused", error: { code: "SANDBOX_UNAVAILABLE", isInfrastructure: true } });
    if (outcome.status !== "refused") return;
    expect(outcome.missing.filter(({ isRequired }) => isRequired).map(({ layer: each }) => each)).toContain(layer);
    expect(outcome.error.hint).toMatch(/^Add it: ./);
  });
}

test("S-43 without bubblewrap no job starts, and the command that installs it is named", async () => {
  const outcome = await inspectWith({ tools: findTools([folder]) });
  expect(outcome).toMatchObject({
    status: "refused",
    error: {
      code: "SANDBOX_UNAVAILABLE",
      message: "The sandbox cannot be trusted on this machine, so nothing was run: bubblewrap (bwrap) is not installed (namespaces).",
      hint: "Add it: apt-get install -y bubblewrap",
    },
  });
});

test("S-43 where user namespaces are denied no job starts, and the setting that allows them is named", async () => {
  const outcome = await inspectWith(
    altered(
      "bwrap",
      "echo 'bwrap: No permissions to create new namespace, likely because the kernel does not allow non-privileged user namespaces.' >&2; exit 1",
    ),
  );
  expect(outcome).toMatchObject({
    status: "refused",
    error: { hint: expect.stringContaining("sysctl -w kernel.unprivileged_userns_clone=1") },
  });
});

test("a machine without control groups still serves one organisation", async () => {
  const strategy = await bundled(onBar(""));
  const outcome = await runProgram(
    { job: { task: "inspect", strategy }, limits: inspectLimits, organisations: "one" },
    { controllers: undefined },
  );
  const missing = [...(isRoot ? [] : ["hostUser"]), "controlGroup"].map((layer) => ({ layer, isRequired: false }));
  expect(outcome).toMatchObject({ status: "succeeded", missing });
});
