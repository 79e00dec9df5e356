import type { Command, Flag } from "./command.ts";
import { commonFlags } from "./parse-arguments.ts";
import { wrapText } from "./terminal.ts";

const width = 80;

export function generalHelp(commands: readonly Command[], version: string): string {
  const names = commands.map(({ name, summary }) => [name, summary] as const);
  return `rustybt ${version}: backtests you can audit

Usage
  rustybt <command> [arguments]

Commands
${table(names)}

Start here
  rustybt init my-strategy          a project with a strategy, data and a test
  rustybt run strategy.ts --data prices.csv
  rustybt <command> --help          flags and examples of a command

Exit codes
${exitCodeHelp}
`;
}

const exitCodeHelp = table([
  ["0", "ok"],
  ["1", "the run failed, or what was verified, checked or compared does not hold"],
  ["2", "wrong usage or bad input"],
  ["3", "a --fail-if condition is met"],
]);

export function commandHelp(command: Command): string {
  const positionals = command.positionals.map(({ name, required }) => (required ? `<${name}>` : `[${name}]`));
  const parts = [
    `${command.summary}\n`,
    `Usage\n  ${["rustybt", command.name, ...positionals, "[flags]"].join(" ")}\n`,
    ...(command.positionals.length === 0
      ? []
      : [`Arguments\n${table(command.positionals.map(({ name, meaning }) => [`<${name}>`, meaning] as const))}\n`]),
    `Flags\n${table([...command.flags, ...commonFlags].map((flag) => [flagForm(flag), flag.repeatable ? `${flag.meaning} Repeatable.` : flag.meaning] as const))}\n`,
    `Examples\n${command.examples.map(([line, does]) => `${commandLine(line)}\n      ${wrapText(does, width - 6, "      ")}`).join("\n")}\n`,
    ...(command.notes ?? []).map((note) => `${wrapText(note, width)}\n`),
    `Exit codes\n${exitCodeHelp}\n`,
  ];
  return parts.join("\n");
}

/** A long command line goes on behind a backslash; a flag and its value stay together. */
function commandLine(line: string): string {
  const joined = line.replace(/(--\S+) (?!--)/g, "$1\0");
  return `  ${wrapText(joined, width - 4, "      ")
    .replaceAll("\n", " \\\n")
    .replaceAll("\0", " ")}`;
}

function flagForm({ name, short, value }: Flag): string {
  return `${short === undefined ? "" : `-${short}, `}--${name}${value === undefined ? "" : ` ${value}`}`;
}

function table(rows: readonly (readonly [string, string])[]): string {
  const longest = Math.min(28, Math.max(...rows.map(([left]) => left.length)));
  const indent = " ".repeat(longest + 4);
  return rows
    .map(([left, right]) => {
      const text = wrapText(right, width - indent.length, "").replaceAll("\n", `\n${indent}`);
      return left.length > longest ? `  ${left}\n${indent}${text}` : `  ${left.padEnd(longest)}  ${text}`;
    })
    .join("\n");
}
