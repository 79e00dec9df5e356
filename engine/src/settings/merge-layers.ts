import type { Setting, SettingTable, SourceOf } from "./setting.ts";
import { isPlainObject } from "./setting-groups.ts";

/** One place settings come from: its values, and what an error calls the place of a key (`--cash`, `run.json: fills.market`). */
export interface SettingsLayer {
  readonly values: Readonly<Record<string, unknown>>;
  readonly sourceOf: SourceOf;
}

export interface MergedSettings {
  readonly values: Readonly<Record<string, unknown>>;
  readonly sourceOf: SourceOf;
}

/**
 * Merges layers, the first one winning. Groups and maps merge key by key; where two layers name a `model`, the winning layer's
 * commission or slippage replaces the other's whole.
 */
export function mergeLayers(layers: readonly SettingsLayer[], table: SettingTable): MergedSettings {
  const sources = new Map<string, string>();
  let merged: Readonly<Record<string, unknown>> = {};
  for (const layer of layers) {
    const expanded = expandShorthands(layer, table);
    merged = mergeObjects(merged, expanded, "", table);
    noteSources(expanded, "", layer.sourceOf, sources);
  }
  return { values: merged, sourceOf: (key) => findSource(key, sources) };
}

function expandShorthands({ values, sourceOf }: SettingsLayer, table: SettingTable): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    Object.entries(values)
      .filter(([, value]) => value !== undefined)
      .map(([key, value]) => {
        const expand = Object.hasOwn(table, key) ? table[key]?.expand : undefined;
        return [key, expand === undefined ? value : expand(value, { key, source: sourceOf(key) })];
      }),
  );
}

function mergeObjects(
  high: Readonly<Record<string, unknown>>,
  low: Readonly<Record<string, unknown>>,
  path: string,
  table: SettingTable,
): Readonly<Record<string, unknown>> {
  const merged = new Map(Object.entries(high));
  for (const [key, lower] of Object.entries(low)) {
    const higher = merged.get(key);
    const setting: Setting<unknown> | undefined = path === "" && Object.hasOwn(table, key) ? table[key] : undefined;
    if (higher === undefined) merged.set(key, lower);
    else if (
      isPlainObject(higher) &&
      isPlainObject(lower) &&
      !(setting?.kind === "model" && higher.model !== undefined && lower.model !== undefined)
    ) {
      merged.set(key, mergeObjects(higher, lower, `${path}${key}.`, table));
    }
  }
  return Object.fromEntries(merged);
}

function noteSources(values: Readonly<Record<string, unknown>>, path: string, sourceOf: SourceOf, sources: Map<string, string>): void {
  for (const [name, value] of Object.entries(values)) {
    const key = `${path}${name}`;
    if (!sources.has(key)) sources.set(key, sourceOf(key));
    if (isPlainObject(value)) noteSources(value, `${key}.`, sourceOf, sources);
  }
}

function findSource(key: string, sources: ReadonlyMap<string, string>): string {
  for (let at = key; at !== ""; at = at.slice(0, Math.max(0, at.lastIndexOf(".")))) {
    const source = sources.get(at);
    if (source !== undefined) return source;
  }
  return "the defaults";
}
