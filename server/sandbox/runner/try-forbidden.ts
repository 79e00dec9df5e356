import { spawnSync } from "node:child_process";
import { createConnection } from "node:net";
import type { ProbeJob } from "../sandbox-job.ts";

/** Does one thing that must be denied; throws when it was not. A socket is the end of this process. */
export async function tryForbidden(attempt: ProbeJob["attempt"]): Promise<Record<string, never>> {
  if (attempt === "network") {
    const socket = createConnection({ host: "127.0.0.1", port: 9 });
    await new Promise((resolve) => socket.on("error", resolve).on("connect", resolve));
    throw new Error("a socket was made");
  }
  if (attempt === "program") {
    const { error } = spawnSync("/node", ["--version"], { stdio: "ignore" });
    const code = (error as NodeJS.ErrnoException | undefined)?.code;
    if (code !== "EPERM") throw new Error(`starting a program was answered with ${code ?? "success"}, not EPERM`);
  }
  return {};
}
