import type { Logger } from "pino";
import { probeSandbox } from "./probe-sandbox.ts";
import { publishSandbox } from "./seen-sandbox.ts";

const everyMs = 60_000;

/** Looks at the sandbox now and every minute, and publishes what is seen. `stop` waits for a look that has begun. */
export function watchSandbox(path: string, log: Logger): { stop(): Promise<void> } {
  const look = async () => {
    try {
      const probe = await probeSandbox();
      publishSandbox(path, probe, new Date());
      if (!probe.isAvailable) log.error({ missing: probe.missing }, probe.message);
    } catch (error) {
      log.error({ err: error }, "looking at the sandbox failed");
    }
  };
  let looking = look();
  const timer = setInterval(() => {
    looking = look();
  }, everyMs);
  return {
    stop: () => {
      clearInterval(timer);
      return looking;
    },
  };
}
