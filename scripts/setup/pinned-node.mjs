import { spawn } from "node:child_process";
import { existsSync, realpathSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { isInstalled } from "./installed.mjs";
import { needPrograms, repositoryPath, systemPath } from "./machine.mjs";
import { applyPatches } from "./patches.mjs";
import { inRoot, root } from "./root.mjs";
import { run } from "./run.mjs";
import { command, Stop, startedAt, step } from "./say.mjs";

const oldest = 24;

/**
 * Runs `body` on the pinned Node with everything installed. The first lines of every command: they work on the Node that happens to be
 * there (20 or later) before node_modules exists, install what package-lock.json names, and start the script again on the pinned Node.
 */
export async function onPinnedNode(scriptUrl, body) {
  await command(async () => {
    if (!isInstalled()) await install();
    applyPatches();
    const pinned = inRoot("node_modules", ".bin", "node");
    process.env.PATH = repositoryPath();
    if (existsSync(pinned) && realpathSync(pinned) !== realpathSync(process.execPath)) {
      return replaceProcess(pinned, [fileURLToPath(scriptUrl), ...process.argv.slice(2)]);
    }
    if (Number(process.versions.node.split(".")[0]) >= oldest) return body();
    throw new Stop(`Node ${oldest} or later is needed; this is ${process.versions.node}, and npm has no Node ${oldest} for this platform.`);
  });
}

async function install() {
  needPrograms("npm");
  await step("Installing the packages of package-lock.json, Node 24 among them (npm ci)", async () => {
    // Node 20 may be running npm here: its warnings about engines are not news.
    await run("npm", ["ci", "--loglevel=error", "--no-progress"], {
      cwd: root,
      env: { ...process.env, PATH: systemPath() },
      stdout: "capture",
    });
    if (!isInstalled())
      return "but package-lock.json names packages that no manifest asks for: run npm install on the pinned Node and commit it";
  });
}

function replaceProcess(program, args) {
  const child = spawn(program, args, { stdio: "inherit", env: { ...process.env, RUSTYBT_COMMAND_STARTED: String(startedAt) } });
  // Ctrl-C reaches the child by itself; a signal sent to this process alone is handed on.
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => child.kill(signal));
  return new Promise((_, reject) => {
    child.on("error", (error) => reject(new Stop(`${program} could not be started: ${error.message}.`)));
    child.on("exit", (code) => process.exit(code ?? 1));
  });
}
