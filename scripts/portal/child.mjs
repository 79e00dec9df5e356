import { spawn } from "node:child_process";
import { closeSync, mkdirSync, openSync } from "node:fs";
import { dirname } from "node:path";

/**
 * A long-running process of the portal. Its output goes to the end of `logFile`; `onExit(code, signal)` is told of an end nobody asked for.
 * `stop(signal, graceMs)` ends it, by force when it takes longer than the grace.
 */
export function startChild(program, args, { cwd, env, logFile, onExit }) {
  mkdirSync(dirname(logFile), { recursive: true });
  const log = openSync(logFile, "a");
  const child = spawn(program, args, {
    cwd,
    env,
    // The channel tells it when this process is gone (server/lib/stop-with-parent.ts).
    stdio: ["ignore", log, log, "ipc"],
  });
  closeSync(log);
  let isStopping = false;
  const ended = new Promise((resolve) => {
    child.once("error", resolve);
    child.once("exit", (code, signal) => {
      resolve();
      if (!isStopping) onExit(code, signal);
    });
  });
  return {
    pid: child.pid,
    isRunning: () => child.exitCode === null && child.signalCode === null,
    async stop(signal, graceMs) {
      isStopping = true;
      child.kill(signal);
      const force = setTimeout(() => child.kill("SIGKILL"), graceMs);
      await ended;
      clearTimeout(force);
    },
  };
}
