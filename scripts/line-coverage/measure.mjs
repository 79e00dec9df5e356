import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { needPrograms, needSystemPackage } from "../setup/machine.mjs";
import { inRoot, root } from "../setup/root.mjs";
import { run } from "../setup/run.mjs";
import { Stop, step } from "../setup/say.mjs";

const work = inRoot(".build", "coverage");
const profiles = join(work, "profiles");
const native = inRoot("native");
const crates = ["money", "market", "engine"];

/**
 * Runs the Rust tests of the money core, and the engine's TypeScript tests on an addon, both built with the compiler's own counters
 * (-C instrument-coverage). Answers, by file, the lines that have code and which of them never ran.
 */
export async function measureCoverage() {
  needPrograms("cargo", "cc");
  const { profdata, cov } = await llvmTools();
  rmSync(profiles, { recursive: true, force: true });
  mkdirSync(profiles, { recursive: true });
  let objects = [];
  await step("Building tests and addon with counters (cargo)", async () => {
    const packages = crates.flatMap((name) => ["-p", name]);
    objects = built(await cargo(["test", "--no-run", ...packages]), ({ profile, executable }) => profile.test && executable);
    const addon = join(work, "counted.node");
    cpSync(
      built(
        await cargo(["build", "-p", "node"]),
        ({ target, filenames }) => target.name === "rustybt_node" && filenames.find((name) => name.endsWith(".so")),
      )[0].path,
      addon,
    );
    objects.push({ path: addon });
  });
  await step("Rust tests (money, market, engine)", async () => {
    for (const { path, cwd } of objects.filter(({ cwd }) => cwd))
      await run(path, ["--quiet"], { cwd, env: counting("rust"), stdout: "on failure" });
  });
  await step("TypeScript tests of the engine on the counted addon (vitest --project engine)", () =>
    // On threads: a process that ends by itself writes its counters down.
    run("vitest", ["run", "--project", "engine", "--pool=threads", "--reporter=dot", "engine/src"], {
      cwd: root,
      env: {
        ...counting("engine"),
        RUSTYBT_ADDON: join(work, "counted.node"),
        NODE_OPTIONS: `--import ${inRoot("scripts", "native", "other-addon.mjs")}`,
      },
    }),
  );
  const merged = join(work, "merged.profdata");
  const raw = readdirSync(profiles).map((name) => join(profiles, name));
  if (!raw.some((name) => name.includes("engine-"))) throw new Stop("The engine's tests left no counters behind.");
  await run(profdata, ["merge", "-sparse", "-o", merged, ...raw]);
  const paths = objects.map(({ path }) => path);
  const lcov = await run(
    cov,
    ["export", "--format=lcov", `--instr-profile=${merged}`, paths[0], ...paths.slice(1).flatMap((path) => ["-object", path])],
    {
      stdout: "capture",
    },
  );
  return linesByFile(lcov);
}

/** The tools of the LLVM that rustc is built with: a component of rustup, or Debian's package of that version. */
async function llvmTools() {
  const version = execFileSync("rustc", ["-vV"], { cwd: native, encoding: "utf8" });
  const major = /LLVM version: (\d+)/.exec(version)?.[1];
  const host = /host: (\S+)/.exec(version)?.[1];
  const sysroot = execFileSync("rustc", ["--print", "sysroot"], { cwd: native, encoding: "utf8" }).trim();
  const folder = join(sysroot, "lib", "rustlib", host, "bin");
  try {
    execFileSync(join(folder, "llvm-cov"), ["--version"], { stdio: "ignore" });
    return { profdata: join(folder, "llvm-profdata"), cov: join(folder, "llvm-cov") };
  } catch {
    // Not installed with rustup (rustup component add llvm-tools); Debian has the same tools.
    await needSystemPackage(`llvm-cov-${major}`, `llvm-${major}`);
    return { profdata: `llvm-profdata-${major}`, cov: `llvm-cov-${major}` };
  }
}

function counting(name) {
  return { ...process.env, LLVM_PROFILE_FILE: join(profiles, `${name}-%p-%m.profraw`) };
}

function cargo(args) {
  const env = {
    ...process.env,
    RUSTFLAGS: "-Cinstrument-coverage",
    CARGO_TARGET_DIR: join(work, "target"),
    LLVM_PROFILE_FILE: join(work, "build-%p.profraw"),
  };
  return run("cargo", [...args, "--locked", "--quiet", "--message-format=json-render-diagnostics"], {
    cwd: native,
    env,
    stdout: "capture",
  });
}

function built(messages, pathOf) {
  return messages.split("\n").flatMap((line) => {
    if (!line.startsWith('{"reason":"compiler-artifact"')) return [];
    const artifact = JSON.parse(line);
    const path = pathOf(artifact);
    return path ? [{ path, cwd: join(artifact.manifest_path, "..") }] : [];
  });
}

/** `Map(path under native/crates -> Map(line -> times))`; a line that several builds hold ran as often as in all of them. */
function linesByFile(lcov) {
  const files = new Map();
  let lines;
  for (const record of lcov.split("\n")) {
    if (record.startsWith("SF:")) {
      const name = record.slice(3).split("/native/crates/")[1];
      lines = name === undefined ? new Map() : (files.get(name) ?? new Map());
      if (name !== undefined) files.set(name, lines);
    }
    const data = /^DA:(\d+),(\d+)/.exec(record);
    if (data !== null) lines.set(Number(data[1]), (lines.get(Number(data[1])) ?? 0) + Number(data[2]));
  }
  return files;
}
