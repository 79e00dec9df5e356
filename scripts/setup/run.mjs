import { spawn } from "node:child_process";
import { Stop } from "./say.mjs";

/**
 * Runs a program and waits for it. `stdout`: "inherit" (default), "capture" (returned as text), "tee" (both) or "on failure" (shown when
 * the status is not 0); stderr always goes through.
 * Answers { status, stdout }; never throws for a status other than 0.
 */
export function tryRun(program, args, { cwd, env, stdout = "inherit" } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { cwd, env, stdio: ["ignore", stdout === "inherit" ? "inherit" : "pipe", "inherit"] });
    const chunks = [];
    child.stdout?.on("data", (chunk) => {
      chunks.push(chunk);
      if (stdout === "tee") process.stdout.write(chunk);
    });
    child.on("error", (error) => reject(new Stop(`${program} could not be started: ${error.message}.`)));
    child.on("close", (code, signal) => {
      const status = signal ? 1 : code;
      if (stdout === "on failure" && status !== 0) for (const chunk of chunks) process.stdout.write(chunk);
      resolve({ status, stdout: Buffer.concat(chunks).toString("utf8") });
    });
  });
}

/** Like `tryRun`, but a status other than 0 stops the command, naming what failed. */
export async function run(program, args, options) {
  const result = await tryRun(program, args, options);
  if (result.status !== 0) throw new Stop(`This failed with status ${result.status}: ${[program, ...args].join(" ")}`);
  return result.stdout;
}
