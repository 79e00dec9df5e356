import { suggestion } from "@rustybt/engine/settings";
import { bookCommand } from "./book-command.ts";
import { calendarCommand } from "./calendar-command.ts";
import { checkCommand } from "./check-command.ts";
import { type Command, type Host, hasFlag } from "./command.ts";
import { dataCommand } from "./data-command.ts";
import { diffCommand } from "./diff-command.ts";
import { exitCodes } from "./exit-codes.ts";
import { explainCommand } from "./explain-command.ts";
import { commandHelp, generalHelp } from "./help.ts";
import { initCommand } from "./init-command.ts";
import { Interrupted } from "./interruption.ts";
import { parseArguments } from "./parse-arguments.ts";
import { errorDocument, exitCodeOf, printError } from "./print-error.ts";
import { reportCommand } from "./report-command.ts";
import { runCommand } from "./run-command.ts";
import { usageError } from "./usage-error.ts";
import { verifyCommand } from "./verify-command.ts";

const commands: readonly Command[] = [
  runCommand,
  initCommand,
  reportCommand,
  verifyCommand,
  explainCommand,
  diffCommand,
  checkCommand,
  calendarCommand,
  bookCommand,
  dataCommand,
];
const laterCommands = ["optimize", "live", "login", "push", "pull", "runs"];

/** Runs one command line and answers its exit code. Errors are printed, never thrown. */
export async function runCommandLine(args: readonly string[], host: Host): Promise<number> {
  const { terminal, version } = host;
  try {
    const [name, ...rest] = args;
    if (name === undefined) {
      terminal.err(generalHelp(commands, version));
      return exitCodes.badInput;
    }
    if (name === "--help" || name === "-h" || name === "help") {
      terminal.out(helpFor(rest[0], version));
      return exitCodes.ok;
    }
    if (name === "--version" || name === "-v") {
      terminal.out(`${version}\n`);
      return exitCodes.ok;
    }
    const command = findCommand(name);
    const parsed = parseArguments(command, rest);
    if (hasFlag(parsed, "help")) {
      terminal.out(commandHelp(command));
      return exitCodes.ok;
    }
    return await command.run(parsed, host);
  } catch (error) {
    if (error instanceof Interrupted) {
      terminal.err(`${error.message}\n`);
      return exitCodes.interrupted;
    }
    if (wantsJson(args)) terminal.out(errorDocument(error));
    printError(error, terminal);
    return exitCodeOf(error);
  }
}

function helpFor(name: string | undefined, version: string): string {
  return name === undefined ? generalHelp(commands, version) : commandHelp(findCommand(name));
}

function findCommand(name: string): Command {
  const command = commands.find((known) => known.name === name);
  if (command !== undefined) return command;
  const names = commands.map((known) => known.name);
  if (laterCommands.includes(name)) {
    throw usageError(`rustybt ${name} is not available in this version`, `Commands: ${names.join(", ")}.`, { argument: name });
  }
  const what = name.startsWith("-") ? "flag" : "command";
  const hint = /\.[cm]?[jt]s$/.test(name)
    ? `To run a strategy: rustybt run ${name} --data prices.csv`
    : `Commands: ${names.join(", ")}. Run \`rustybt --help\`.`;
  throw usageError(`unknown ${what} ${JSON.stringify(name)}${suggestion(name, names)}`, hint, { argument: name });
}

// Also when the arguments could not be read, a program that asked for JSON gets some.
function wantsJson(args: readonly string[]): boolean {
  return args.includes("--json");
}
