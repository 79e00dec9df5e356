import { runSettingTable, type Setting, type SettingTable } from "@rustybt/engine/settings";

/** One setting as a form needs it: the engine's own table without its functions. */
export interface DescribedSetting {
  readonly kind: Setting<unknown>["kind"];
  readonly allowed: string;
  readonly meaning: string;
  readonly default: unknown;
  readonly values?: readonly string[];
  /** What values stand for that are codes. */
  readonly names?: Readonly<Record<string, string>>;
  /** Keys of a group, or of each entry of a map. */
  readonly keys?: DescribedSettings;
  /** Keys by model. */
  readonly models?: Readonly<Record<string, DescribedSettings>>;
}

export type DescribedSettings = Readonly<Record<string, DescribedSetting>>;

/** Asked elsewhere on the form, or of no use in the portal: corporate actions come with the dataset, and no run there reads a file. */
const apart: ReadonlySet<string> = new Set(["params", "symbols", "from", "to", "actions", "universe"]);

/** Every setting of a run that a form asks for, with meaning, allowed values and default. */
export function describeSettings(): DescribedSettings {
  return describeTable(Object.fromEntries(Object.entries(runSettingTable).filter(([key]) => !apart.has(key))));
}

function describeTable(table: SettingTable): DescribedSettings {
  return Object.fromEntries(
    Object.entries(table)
      .filter(([key]) => key !== "file")
      .map(([key, setting]) => [key, describe(setting)]),
  );
}

function describe(setting: Setting<unknown>): DescribedSetting {
  const { kind, allowed, meaning, default: initial, values, keys, models } = setting;
  const names = setting.names?.();
  return {
    kind,
    allowed,
    meaning,
    default: initial,
    ...(values === undefined ? {} : { values }),
    ...(names === undefined ? {} : { names }),
    ...(keys === undefined ? {} : { keys: describeTable(keys) }),
    ...(models === undefined
      ? {}
      : { models: Object.fromEntries(Object.entries(models).map(([name, model]) => [name, describeTable(model)])) }),
  };
}
