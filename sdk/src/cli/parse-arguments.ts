import { parseArgs } from "node:util";
import { laterSettings, suggestion } from "@rustybt/engine/settings";
import type { Command, Flag, ParsedArguments } from "./command.ts";
import { usageError } from "./usage-error.ts";

/** Flags every command has. */
export const commonFlags: readonly Flag[] = [{ name: "help", short: "h", meaning: "Show this help." }];

/** Splits the arguments of a command. Throws `ConfigurationError` `cli.usage` for what the command does not know. */
export function parseArguments(command: Command, args: readonly string[]): ParsedArguments {
  const flags = [...command.flags, ...commonFlags];
  const help = `Run \`rustybt ${command.name} --help\` for all flags.`;
  const options = Object.fromEntries(
    flags.map((flag) => [
      flag.name,
      {
        type: flag.value === undefined ? "boolean" : "string",
        multiple: true,
        ...(flag.short === undefined ? {} : { short: flag.short }),
      } as const,
    ]),
  );
  const { tokens } = parseArgs({ args: [...args], options, strict: false, allowPositionals: true, tokens: true });
  const values = new Map<string, string[]>();
  const positionals: string[] = [];
  for (const token of tokens) {
    if (token.kind === "positional") positionals.push(token.value);
    if (token.kind !== "option") continue;
    const flag = flags.find(({ name }) => name === token.name);
    if (flag === undefined) {
      const later = Object.hasOwn(laterSettings, token.name) ? laterSettings[token.name] : undefined;
      if (later !== undefined) {
        throw usageError(`${token.rawName}: ${later} is not available in this version`, help, { flag: token.rawName });
      }
      const known = flags.map(({ name }) => `--${name}`);
      throw usageError(`unknown flag ${token.rawName}${suggestion(`--${token.name}`, known)}`, help, { flag: token.rawName });
    }
    const value = readValue(flag, token.value, token.inlineValue === true, help);
    const given = values.get(flag.name);
    if (given !== undefined && flag.repeatable !== true && flag.value !== undefined) {
      throw usageError(`--${flag.name} is given twice: ${given[0]} and ${value}`, `Give --${flag.name} once.`, { flag: `--${flag.name}` });
    }
    values.set(flag.name, [...(given ?? []), value]);
  }
  if (!values.has("help")) checkPositionals(command, positionals, help);
  return { positionals, values };
}

function readValue(flag: Flag, value: string | undefined, isInline: boolean, help: string): string {
  const name = `--${flag.name}`;
  if (flag.value === undefined) {
    if (value !== undefined) throw usageError(`${name} takes no value, got ${value}`, `Write ${name} alone.`, { flag: name, value });
    return "true";
  }
  // Negative numbers and a lone dash are values, two dashes start the next flag.
  if (value === undefined || (!isInline && value.startsWith("--"))) {
    throw usageError(`${name} needs a value: ${name} ${flag.value}`, help, { flag: name });
  }
  if (value === "") throw usageError(`${name} is given an empty value`, `Write ${name} ${flag.value}.`, { flag: name });
  return value;
}

function checkPositionals({ name, positionals: wanted }: Command, given: readonly string[], help: string): void {
  const missing = wanted.find(({ required }, index) => required && given[index] === undefined);
  if (missing !== undefined)
    throw usageError(`rustybt ${name} needs ${missing.meaning}: <${missing.name}>`, help, { missing: missing.name });
  const extra = given[wanted.length];
  if (extra !== undefined) throw usageError(`unexpected argument ${JSON.stringify(extra)}`, help, { argument: extra });
}
