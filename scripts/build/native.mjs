import { chmodSync, copyFileSync, existsSync, readFileSync, renameSync } from "node:fs";
import { needLinuxX64, needPrograms } from "../setup/machine.mjs";
import { inRoot } from "../setup/root.mjs";
import { run } from "../setup/run.mjs";
import { Stop, step } from "../setup/say.mjs";

export const addon = inRoot("native", "rustybt.linux-x64-gnu.node");

/** Compiles the native core and puts the addon where `rustybt-linux-x64-gnu` expects it. cargo decides what has changed. */
export async function buildNative() {
  needLinuxX64();
  needPrograms("cargo", "cc");
  await step("Building the native core (cargo build --release)", async () => {
    const library = builtLibrary(
      await run("cargo", ["build", "--release", "--locked", "-p", "node", "--message-format=json-render-diagnostics"], {
        cwd: inRoot("native"),
        stdout: "capture",
      }),
    );
    if (isSameFile(library, addon)) return "unchanged";
    // Renamed into place: a running process keeps the file it has mapped.
    const next = `${addon}.${process.pid}`;
    copyFileSync(library, next);
    chmodSync(next, 0o755);
    renameSync(next, addon);
  });
}

function builtLibrary(messages) {
  for (const line of messages.split("\n")) {
    if (!line.startsWith('{"reason":"compiler-artifact"')) continue;
    const { target, filenames } = JSON.parse(line);
    const library = target.name === "rustybt_node" && filenames.find((name) => name.endsWith(".so"));
    if (library) return library;
  }
  throw new Stop("cargo reported no library for crate `node`; look at native/crates/node/Cargo.toml.");
}

function isSameFile(a, b) {
  return existsSync(b) && readFileSync(a).equals(readFileSync(b));
}
