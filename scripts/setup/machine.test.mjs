import { spawnSync } from "node:child_process";
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { inRoot } from "./root.mjs";

function buildWith(...programs) {
  const path = mkdtempSync(join(tmpdir(), "rustybt-path-"));
  onTestFinished(() => rmSync(path, { recursive: true }));
  for (const program of programs) {
    writeFileSync(join(path, program), "#!/bin/sh\nexit 1\n");
    chmodSync(join(path, program), 0o755);
  }
  return spawnSync(process.execPath, [inRoot("scripts", "build.mjs")], { env: { PATH: path }, encoding: "utf8" });
}

test("a machine without cargo gets one sentence and the line that installs it", () => {
  const { status, stderr } = buildWith("cc");
  expect(status).toBe(1);
  expect(stderr.trim()).toBe(
    "cargo (Rust 1.95 or later) is not on the PATH; install it: curl https://sh.rustup.rs -sSf | sh -s -- -y --default-toolchain 1.95.0",
  );
});

test("a machine without a C compiler gets one sentence and the line that installs it", () => {
  const { status, stderr } = buildWith("cargo");
  expect(status).toBe(1);
  expect(stderr.trim()).toBe("A C compiler (cc) is not on the PATH; cargo links with it: apt-get install -y build-essential");
});
