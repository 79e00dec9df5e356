import { ConfigurationError } from "../errors.ts";
import { suggestion } from "../settings/nearest-name.ts";
import { type ReadConfig, readSettingTable } from "../settings/read-settings.ts";
import { type AssetClass, assetClasses } from "../settings/run-config.ts";
import { calendarFor } from "./calendar.ts";

/** How a price file is read. Whatever is left out (or `null`) is found from the file, or asked for by an error that names the option. */
export interface ReadCsvOptions extends Partial<ReadConfig> {
  /** Name of the one symbol in the file, or which one of several to take. Without it the file's stem, or its own symbol column. */
  readonly symbol?: string | null;
  /** Of a file with a symbol column, only these. */
  readonly symbols?: readonly string[] | null;
  /** `"crypto"` and `"perpetual"` may carry 18 decimals, all others 9. */
  readonly assetClass?: AssetClass | null;
  /** Instead of `timezone`: times without a zone are those of this exchange's clocks, such as `"XNYS"`. */
  readonly calendar?: string | null;
}

const names = ["symbol", "symbols", "assetClass", "calendar", ...Object.keys(readSettingTable)];

/** Options as the native reader takes them. Throws `ConfigurationError` naming the option, the value and what it may be. */
export function checkedReadOptions(options: ReadCsvOptions): Readonly<Record<string, unknown>> {
  const given = Object.entries(options).filter(([, value]) => value !== undefined && value !== null);
  const checked: Record<string, unknown> = {};
  for (const [name, value] of given) checked[name] = checkedOption(name, value);
  const { calendar, ...rest } = checked;
  if (typeof calendar === "string" && rest.timezone === undefined) rest.timezone = calendarFor(calendar).timezone;
  return rest;
}

function checkedOption(name: string, value: unknown): unknown {
  switch (name) {
    case "symbol":
    case "calendar":
      return typeof value === "string" && value !== "" ? value : refuse(name, value, "text");
    case "symbols":
      return Array.isArray(value) && value.length > 0 && value.every((each) => typeof each === "string" && each !== "")
        ? value
        : refuse(name, value, "a list of symbols");
    case "assetClass":
      return assetClasses.some((known) => known === value) ? value : refuse(name, value, `one of ${assetClasses.join(", ")}`);
    default: {
      const setting = Object.entries(readSettingTable).find(([known]) => known === name)?.[1];
      if (setting === undefined) throw unknownOption(name);
      return setting.read(value, name, () => "the options of readCsv");
    }
  }
}

function refuse(name: string, value: unknown, allowed: string): never {
  throw new ConfigurationError(`readCsv: ${name} is ${JSON.stringify(value)}`, {
    code: "data.option",
    hint: `It is ${allowed}.`,
    context: { option: name, value },
  });
}

function unknownOption(name: string): ConfigurationError {
  return new ConfigurationError(`readCsv has no option ${name}${suggestion(name, names)}`, {
    code: "data.option",
    hint: `Options are ${names.join(", ")}.`,
    context: { option: name, known: names },
  });
}
