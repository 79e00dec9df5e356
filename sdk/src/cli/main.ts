import { readFileSync } from "node:fs";
import process from "node:process";
import { runCommandLine } from "./command-line.ts";
import { processTerminal } from "./terminal.ts";

const { performance } = globalThis;
const manifest: { version: string } = JSON.parse(
  readFileSync(new URL(import.meta.url.endsWith(".ts") ? "../../package.json" : "../package.json", import.meta.url), "utf8"),
);

hideExperimentalWarnings();
process.stdout.on("error", stopOnClosedPipe);
process.stderr.on("error", stopOnClosedPipe);

process.exitCode = await runCommandLine(process.argv.slice(2), {
  terminal: processTerminal(process),
  version: manifest.version,
  now: () => performance.now(),
});

/** `rustybt … | head` closes the pipe early; that is no fault. */
function stopOnClosedPipe(error: NodeJS.ErrnoException): void {
  if (error.code !== "EPIPE") throw error;
  process.exit();
}

/** Node calls the type stripping that strategies need experimental in every run; that is ours to know, not the user's. */
function hideExperimentalWarnings(): void {
  const emit = process.emitWarning;
  process.emitWarning = (warning: string | Error, ...rest: unknown[]) => {
    const [options] = rest;
    const type = typeof options === "object" && options !== null && "type" in options ? options.type : options;
    if (type !== "ExperimentalWarning") Reflect.apply(emit, process, [warning, ...rest]);
  };
}
