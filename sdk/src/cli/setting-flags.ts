import {
  type ReadConfig,
  type RunConfig,
  readSettingTable,
  runSettingTable,
  type Setting,
  type SettingTable,
} from "@rustybt/engine/settings";
import type { Flag } from "./command.ts";
import { usageError } from "./usage-error.ts";

export type AllSettings = RunConfig & ReadConfig & { readonly data: readonly string[]; readonly detail: readonly string[] };

const paths = (flag: string, meaning: string): Setting<readonly string[]> => ({
  kind: "list",
  allowed: "a path, SYMBOL=path, or a list of them",
  default: [],
  meaning,
  flag,
  read(value, key, sourceOf) {
    const list = typeof value === "string" ? [value] : value;
    if (Array.isArray(list) && list.every((path): path is string => typeof path === "string" && path !== "")) return list;
    throw usageError(`${key} (from ${sourceOf(key)}): expected ${this.allowed}`, `Write "${key}": "prices.csv" or a list of paths.`, {
      key,
    });
  },
});

const data = paths("--data", "A price file, a folder of them, or SYMBOL=path.");
const detail = paths("--detail", "Finer bars of the symbols, which say what the path inside a bar was: as for --data.");

/** Everything `--config` and `--set` of `rustybt run` may name. */
export const commandSettingTable = { data, detail, ...runSettingTable, ...readSettingTable };

export interface SettingFlag {
  readonly flag: Flag;
  /** The key it sets. */
  readonly path: readonly string[];
}

const placeholders: Readonly<Record<string, string>> = {
  data: "PATH",
  detail: "PATH",
  symbols: "A,B",
  from: "DATE",
  to: "DATE",
  currency: "CODE",
  commission: "MODEL",
  rates: "EUR=1.085",
  slippage: "MODEL",
  actions: "FILE",
  universe: "FILE",
  benchmark: "SYMBOL",
  param: "NAME=VALUE",
  columns: "NAMES",
  timezone: "ZONE",
  delimiter: ",|;|\\t||",
};

const repeatable = ["data", "detail", "param"];

/** The flags of those settings that have one of their own. */
export function flagsOf(settings: SettingTable, path: readonly string[]): SettingFlag[] {
  return Object.entries(settings).flatMap(([key, setting]) => {
    if (setting.flag === undefined) return [];
    const name = setting.flag.slice(2);
    const value = placeholder(name, setting);
    const flag: Flag = {
      name,
      meaning: setting.meaning,
      ...(value === undefined ? {} : { value }),
      ...(repeatable.includes(name) ? { repeatable: true } : {}),
    };
    return [{ flag, path: [...path, key] }];
  });
}

function placeholder(name: string, { kind, values }: Setting<unknown>): string | undefined {
  if (kind === "boolean") return undefined;
  if (placeholders[name] !== undefined) return placeholders[name];
  return kind === "choice" && values !== undefined && values.join("|").length < 24 ? values.join("|") : kind === "choice" ? "NAME" : "N";
}
