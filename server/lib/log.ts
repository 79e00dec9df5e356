import { AsyncLocalStorage } from "node:async_hooks";
import pino, { type Logger } from "pino";
import { env } from "./env.ts";
import { loggableError } from "./loggable-error.ts";

const scope = new AsyncLocalStorage<Readonly<Record<string, string>>>();

/** Runs `work` with ids (`requestId`, `runId`) that every log line written meanwhile carries. */
export function withLogIds<T>(ids: Readonly<Record<string, string>>, work: () => T): T {
  return scope.run({ ...scope.getStore(), ...ids }, work);
}

/** The process's log: one JSON object a line; passwords, tokens and cookies never reach it. */
export const log: Logger = pino({
  level: env().logLevel,
  base: { pid: process.pid },
  timestamp: pino.stdTimeFunctions.isoTime,
  serializers: { err: loggableError },
  mixin: () => ({ ...scope.getStore() }),
  redact: {
    paths: [
      "password",
      "token",
      "secret",
      "cookie",
      "*.password",
      "*.token",
      "*.secret",
      "*.cookie",
      "headers.cookie",
      "headers.authorization",
    ],
    censor: "[removed]",
  },
});
