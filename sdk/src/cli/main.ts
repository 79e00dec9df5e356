import { Console } from "node:console";
import { readFileSync } from "node:fs";
import process from "node:process";
import { runCommandLine } from "./command-line.ts";
import { exitCodes } from "./exit-codes.ts";
import { fixEnvironment } from "./fixed-environment.ts";
import { errorDocument, printError } from "./print-error.ts";
import { watchStrayErrors } from "./stray-errors.ts";
import { processTerminal } from "./terminal.ts";

// Taken before a strategy's guard replaces the global.
const { performance } = globalThis;
const args = process.argv.slice(2);
let hasAnswered = false;
const output = processTerminal(process);
const terminal = {
  ...output,
  out(text: string): void {
    hasAnswered = true;
    output.out(text);
  },
};
const manifestUrl = new URL(import.meta.url.endsWith(".ts") ? "../../package.json" : "../package.json", import.meta.url);
const manifest: { readonly version: string } = JSON.parse(readFileSync(manifestUrl, "utf8"));

fixEnvironment();
hideExperimentalWarnings();
// What a strategy prints must not get between the result and the program that reads it.
globalThis.console = new Console(process.stderr, process.stderr);
process.stdout.on("error", stopOnClosedPipe);
process.stderr.on("error", stopOnClosedPipe);
const strayErrors = watchStrayErrors(process, stopOnStrayError);

process.exitCode = await runCommandLine(args, { terminal, version: manifest.version, now: () => performance.now(), strayErrors });
// Timers that a strategy has left behind end with the command.
process.stdout.write("", () => process.exit());

/** `rustybt ... | head` closes the pipe early; that is no fault. */
function stopOnClosedPipe(error: NodeJS.ErrnoException): void {
  if (error.code !== "EPIPE") throw error;
  process.exit();
}

/** Where it cannot fail the run any more, what is answered stands and the exit code with it. */
function stopOnStrayError(error: unknown): void {
  printError(error, terminal);
  if (hasAnswered) return;
  if (args.includes("--json")) terminal.out(errorDocument(error));
  process.exit(exitCodes.failed);
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
