import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";
import { inRoot } from "./root.mjs";
import { run } from "./run.mjs";
import { Stop, step } from "./say.mjs";

const needs = {
  npm: "npm is not on the PATH; it comes with Node: apt-get install -y nodejs npm",
  cargo:
    "cargo (Rust 1.95 or later) is not on the PATH; install it: curl https://sh.rustup.rs -sSf | sh -s -- -y --default-toolchain 1.95.0",
  cc: "A C compiler (cc) is not on the PATH; cargo links with it: apt-get install -y build-essential",
};

/** Stops with one sentence, and the line that installs it, when a program the command needs is missing. */
export function needPrograms(...programs) {
  for (const program of programs) if (!findOnPath(program)) throw new Stop(needs[program]);
}

/** A program of a Debian package: installed with apt where this process may, else named with the line that installs it. */
export async function needSystemPackage(program, packageName) {
  if (findOnPath(program)) return;
  const install = `apt-get install -y --no-install-recommends ${packageName}`;
  if (process.getuid() !== 0 || !findOnPath("apt-get")) throw new Stop(`${program} is not on the PATH; install it: ${install}`);
  await step(`Installing ${packageName} (${install})`, async () => {
    await run("apt-get", ["update", "-qq"], { stdout: "capture" });
    await run("apt-get", install.split(" ").slice(1), { stdout: "capture", env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" } });
  });
}

/** Stops on a platform without a native core. */
export function needLinuxX64() {
  if (process.platform === "linux" && process.arch === "x64") return;
  throw new Stop(`RustyBT is built on Linux x64 today; this machine is ${process.platform} ${process.arch}.`);
}

/** PATH without this repository's node_modules/.bin, so that npm does not run on a Node it is about to replace. */
export function systemPath() {
  const own = inRoot("node_modules", ".bin");
  return searchPath()
    .filter((folder) => folder !== own)
    .join(delimiter);
}

/** PATH with the pinned Node and the installed tools first. */
export function repositoryPath() {
  return [inRoot("node_modules", ".bin"), systemPath()].join(delimiter);
}

function findOnPath(program) {
  return searchPath().some((folder) => {
    try {
      accessSync(join(folder, program), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

function searchPath() {
  return (process.env.PATH ?? "").split(delimiter).filter(Boolean);
}
