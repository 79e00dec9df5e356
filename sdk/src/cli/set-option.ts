import { mergeLayers, parseExactJson, runSettingTable, type SettingsLayer } from "@rustybt/engine/settings";
import { usageError } from "./usage-error.ts";

/**
 * The layer of `--set a.b=value` options; the last one of a key wins. Values are JSON where they parse, else text; numbers keep the text
 * they are written as.
 */
export function setLayer(options: readonly string[]): SettingsLayer {
  const layers = options.map((option) => {
    const { path, value } = parseOption(option);
    return { values: nest(path, value), sourceOf: () => `--set ${path.join(".")}` };
  });
  return mergeLayers(layers.reverse(), runSettingTable);
}

function parseOption(option: string): { path: string[]; value: unknown } {
  const equals = option.indexOf("=");
  const name = option.slice(0, Math.max(0, equals)).trim();
  const path = splitPath(name);
  if (equals < 0 || path === undefined) {
    throw usageError(`--set ${option}: expected key=value`, "Write it like --set fills.market=nextClose.", {
      flag: "--set",
      value: option,
    });
  }
  return { path, value: jsonOrText(option.slice(equals + 1)) };
}

/** `instruments.BRK.B.tick` is instruments, "BRK.B", tick; elsewhere every dot separates. A bracket holds a name with any characters. */
function splitPath(name: string): string[] | undefined {
  const parts = [...name.matchAll(/\["([^"\]]+)"\]|([^.[\]]+)/g)].map(([, quoted, plain]) => quoted ?? plain ?? "");
  const isWhole = name !== "" && /^[^.[\]]+(?:\.[^.[\]]+|\["[^"\]]+"\])*$/.test(name);
  if (!isWhole) return undefined;
  if (parts[0] !== "instruments" || parts.length < 4) return parts;
  return ["instruments", parts.slice(1, -1).join("."), parts.at(-1) ?? ""];
}

function jsonOrText(text: string): unknown {
  try {
    return parseExactJson(text);
  } catch {
    return text;
  }
}

function nest(path: readonly string[], value: unknown): Readonly<Record<string, unknown>> {
  const [name = "", ...rest] = path;
  return Object.fromEntries([[name, rest.length === 0 ? value : nest(rest, value)]]);
}
