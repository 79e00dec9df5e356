import { isRustyBtError } from "@rustybt/engine/errors";
import { expect, test } from "vitest";
import type { Command } from "./command.ts";
import { commandHelp } from "./help.ts";
import { parseArguments } from "./parse-arguments.ts";

const command: Command = {
  name: "run",
  summary: "Runs.",
  positionals: [
    { name: "file", required: true, meaning: "the file to run" },
    { name: "other", required: false, meaning: "another" },
  ],
  flags: [
    { name: "cash", value: "N", meaning: "Money." },
    { name: "data", value: "PATH", repeatable: true, meaning: "A file." },
    { name: "json", meaning: "JSON." },
  ],
  examples: [["rustybt run file", "Runs the file."]],
  run: async () => 0,
};

function refusal(...args: string[]): string {
  try {
    parseArguments(command, args);
  } catch (error) {
    if (isRustyBtError(error) && error.code === "cli.usage") return error.message;
    throw error;
  }
  throw new Error("accepted");
}

test("flags and positionals may be mixed, values may be inline, repeated or negative", () => {
  const { positionals, values } = parseArguments(command, ["--data", "a", "s.ts", "--cash=-5", "--json", "--data=b=c", "--", "--data"]);
  expect(positionals).toEqual(["s.ts", "--data"]);
  expect([...values]).toEqual([
    ["data", ["a", "b=c"]],
    ["cash", ["-5"]],
    ["json", ["true"]],
  ]);
});

test.each([
  [["s.ts", "--csah", "1"], "unknown flag --csah, did you mean --cash?"],
  [["s.ts", "--leverage", "1"], "unknown flag --leverage"],
  [["s.ts", "-x"], "unknown flag -x"],
  [["s.ts", "--cash"], "--cash needs a value: --cash N"],
  [["s.ts", "--cash", "--json"], "--cash needs a value: --cash N"],
  [["s.ts", "--cash="], "--cash is given an empty value"],
  [["s.ts", "--cash", "1", "--cash", "2"], "--cash is given twice: 1 and 2"],
  [["s.ts", "--json=yes"], "--json takes no value, got yes"],
  [[], "rustybt run needs the file to run: <file>"],
  [["a", "b", "c"], 'unexpected argument "c"'],
] as const)("%j is refused", (args, message) => {
  expect(refusal(...args)).toBe(message);
});

test("help is answered whatever else is missing, in 80 columns", () => {
  expect(parseArguments(command, ["-h"]).values.has("help")).toBe(true);
  const lines = commandHelp(command).split("\n");
  expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(80);
  expect(commandHelp(command)).toContain("rustybt run <file> [other] [flags]");
});
