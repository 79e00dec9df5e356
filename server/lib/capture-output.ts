import { format } from "node:util";
import { log } from "./log.ts";

// Imported first by a process: from here on all it says is a line of its log, what libraries print and Node warns of included.
const levels = { debug: "debug", log: "info", info: "info", warn: "warn", error: "error", trace: "debug" } as const;
// biome-ignore lint/suspicious/noControlCharactersInRegex: the colours of terminals
const colours = /\u001b\[[0-9;]*m/g;

for (const [method, level] of Object.entries(levels)) {
  console[method as keyof typeof levels] = (...said: unknown[]) => {
    // The error itself goes the way of all errors: its text may hold the values of a failed query.
    const err = said.find((part) => part instanceof Error);
    const words = said.filter((part) => !(part instanceof Error));
    const msg = format(...words)
      .replace(colours, "")
      .trim();
    log[level]({ source: "console", ...(err === undefined ? {} : { err }) }, msg);
  };
}

process.removeAllListeners("warning");
process.on("warning", (warning) => log.warn({ source: "node", err: warning }, "warning"));

process.on("uncaughtException", (error) => {
  log.fatal({ err: error }, "this process cannot go on");
  process.exit(1);
});
