import { existsSync, readFileSync } from "node:fs";
import { ConfigurationError } from "@rustybt/engine/errors";
import {
  checkRun,
  parseSettingsFile,
  type ReadConfig,
  type RunConfig,
  readLayers,
  readSettingTable,
  runSettingTable,
  type SettingsLayer,
} from "@rustybt/engine/settings";
import { type Flag, flagValue, flagValues, hasFlag, type ParsedArguments } from "./command.ts";
import { setLayer } from "./set-option.ts";
import { type AllSettings, commandSettingTable, flagsOf } from "./setting-flags.ts";
import { usageError } from "./usage-error.ts";

/** All settings of `rustybt run`: of the run, of reading its data, and the paths of the data. */
export interface CommandSettings {
  readonly run: RunConfig;
  readonly read: ReadConfig;
  /** Paths or `SYMBOL=path` as given. */
  readonly data: readonly string[];
  /** The same for finer bars. */
  readonly detail: readonly string[];
}

const settingFlags = [...flagsOf(commandSettingTable, []), ...flagsOf(runSettingTable.instruments.keys ?? {}, ["instruments", "*"])];

export const runFlags: readonly Flag[] = [
  ...settingFlags.map(({ flag }) => flag),
  { name: "set", value: "KEY=VALUE", repeatable: true, meaning: "Any setting by its key, such as fills.market=nextClose." },
  { name: "config", value: "FILE", meaning: "A JSON file of settings; --set and flags win over it." },
];

/**
 * Settings from flags, `--set`, `--config` and defaults, in this order of precedence. Throws `ConfigurationError` with the key, the value
 * and the flag or file it came from.
 */
export function readCommandSettings(args: ParsedArguments): CommandSettings {
  const file = flagValue(args, "config");
  const layers = [flagLayer(args), setLayer(flagValues(args, "set")), ...(file === undefined ? [] : [fileLayer(file)])];
  const all = checkRun(readLayers<AllSettings>(layers, commandSettingTable), layers);
  const pick = <T extends object>(keys: object): T =>
    Object.fromEntries(Object.entries(all).filter(([key]) => Object.hasOwn(keys, key))) as T;
  return { run: pick<RunConfig>(runSettingTable), read: pick<ReadConfig>(readSettingTable), data: all.data, detail: all.detail };
}

function flagLayer(args: ParsedArguments): SettingsLayer {
  const values: Record<string, unknown> = {};
  const sources = new Map<string, string>();
  for (const { flag, path } of settingFlags) {
    if (!hasFlag(args, flag.name)) continue;
    const [name = "", ...inner] = path;
    sources.set(path.join("."), `--${flag.name}`);
    values[name] = inner.reduceRight<unknown>((value, key) => ({ [key]: value }), flagSetting(flag, args));
  }
  return {
    values,
    sourceOf: (key) =>
      sources.get(key) ??
      sources.get(key.split(".")[0] ?? "") ??
      [...sources].find(([path]) => path.startsWith(`${key}.`))?.[1] ??
      "the flags",
  };
}

function flagSetting({ name, value }: Flag, args: ParsedArguments): unknown {
  if (value === undefined) return true;
  if (name === "param") return parameters(flagValues(args, name));
  if (name === "data" || name === "detail") return flagValues(args, name);
  const text = flagValue(args, name);
  // A tab is hard to type in a shell.
  return name === "delimiter" && text === "\\t" ? "\t" : text;
}

function parameters(options: readonly string[]): Readonly<Record<string, string>> {
  const values = new Map<string, string>();
  for (const option of options) {
    const [name, value] = parameter(option);
    const given = values.get(name);
    if (given !== undefined) {
      throw usageError(`--param ${name} is given twice: ${given} and ${value}`, `Give --param ${name}=VALUE once.`, {
        flag: "--param",
        name,
      });
    }
    values.set(name, value);
  }
  return Object.fromEntries(values);
}

function parameter(option: string): readonly [string, string] {
  const equals = option.indexOf("=");
  if (equals > 0) return [option.slice(0, equals).trim(), option.slice(equals + 1).trim()];
  throw usageError(`--param ${option}: expected name=value`, "Write it like --param fast=20.", { flag: "--param", value: option });
}

function fileLayer(file: string): SettingsLayer {
  if (!existsSync(file)) {
    throw new ConfigurationError(`config file not found: ${file}`, {
      code: "cli.file",
      hint: "Name a JSON file of settings; paths are relative to the current folder.",
      context: { flag: "--config", file },
    });
  }
  return { values: parseSettingsFile(readFileSync(file, "utf8"), file), sourceOf: () => file };
}
