import { readFileSync } from "node:fs";
import { laterSettings, type Setting, type SettingTable } from "@rustybt/engine/settings";
import { expect, test } from "vitest";
import type { Command } from "./command.ts";
import { parseArguments } from "./parse-arguments.ts";
import { readCommandSettings, runFlags } from "./run-settings-layers.ts";
import { commandSettingTable } from "./setting-flags.ts";

const docs = readFileSync(new URL("../../../docs/settings.md", import.meta.url), "utf8");
const blocks = (language: string): string[] =>
  [...docs.matchAll(new RegExp(`\`\`\`${language}\\n([\\s\\S]*?)\`\`\``, "g"))].map(([, text]) => text ?? "");

const command: Command = {
  name: "run",
  summary: "",
  positionals: [{ name: "strategy", required: true, meaning: "a strategy" }],
  flags: runFlags,
  examples: [],
  run: async () => 0,
};

const runFile = (json: string) =>
  readCommandSettings(
    parseArguments(command, [
      "s.ts",
      ...Object.entries(JSON.parse(json)).flatMap(([key, value]) => ["--set", `${key}=${JSON.stringify(value)}`]),
    ]),
  );

test.each(blocks("json"))("the example %s is accepted", (json) => {
  const { run, read, data } = runFile(json);
  const all: Readonly<Record<string, unknown>> = { ...run, ...read, data };
  for (const key of Object.keys(JSON.parse(json)))
    expect(all[key], key).not.toEqual(commandSettingTable[key as keyof typeof commandSettingTable].default);
});

test.each(blocks("sh").flatMap((block) => block.trim().split("\n")))("the command %s is understood", (line) => {
  const args = line
    .replace(" --config run.json", "")
    .split(" ")
    .slice(2)
    .map((word) => word.replaceAll('"', ""));
  const parsed = parseArguments(command, args);
  const { data } = readCommandSettings(parsed);
  expect(data).toEqual(parsed.values.get("data"));
});

function leaves(table: SettingTable): (readonly [name: string, setting: Setting<unknown>])[] {
  return Object.entries(table).flatMap(([key, setting]) => {
    if (setting.models !== undefined)
      return Object.values(setting.models).flatMap((keys) => leaves(keys).map(([name, inner]) => [`${key}: ${name}`, inner] as const));
    return setting.keys === undefined ? [[key, setting] as const] : leaves(setting.keys);
  });
}

test("every key stands in a table, with its default where it stands alone", () => {
  for (const [key, setting] of leaves(commandSettingTable)) {
    expect(docs, key).toMatch(new RegExp(`\\| [^\\n]*\`${key.split(": ").at(-1)}\``));
    const row = docs.split("\n").find((line) => line.startsWith(`| \`${key}\` |`) && line.split(" | ").length === 4);
    if (row === undefined) continue;
    const shown = row.split(" | ")[2]?.replaceAll("`", "").trim();
    const values = [JSON.stringify(setting.default), String(setting.default)];
    expect(values, `${key}: ${row}`).toContain(shown);
  }
});

test("every choice a key has is named", () => {
  for (const [key, { values }] of leaves(commandSettingTable)) {
    for (const value of values ?? []) expect(docs, `${key} ${value}`).toContain(value === "\t" ? "tab" : value === "|" ? "`\\|`" : value);
  }
});

test("what belongs to a later version is listed", () => {
  for (const key of Object.keys(laterSettings)) expect(docs).toContain(`\`${key}\``);
});
