import { delayParts } from "./latency-settings.ts";
import { mergeLayers, type SettingsLayer } from "./merge-layers.ts";
import { suggestion } from "./nearest-name.ts";
import { readSettingTable } from "./read-settings.ts";
import type { RunConfig } from "./run-config.ts";
import type { RunSettings } from "./run-settings.ts";
import type { SourceOf } from "./setting.ts";
import { asObject, type Fields, readFields } from "./setting-groups.ts";
import { settingsError, showValue } from "./settings-error.ts";
import { laterSettings, runSettingTable } from "./settings-table.ts";
import { isAfter } from "./time-bound.ts";

/**
 * Checks run settings and fills in every default: what `backtest({...})` does with its argument, and what stands in `manifest.config`.
 * Amounts come out as canonical decimal strings; ratios are fractions. `source` says in errors where the settings came from.
 *
 * Throws `ConfigurationError` with code `settings.type`, `.range`, `.choice`, `.unknownKey`, `.missingKey`, `.notAvailable`,
 * `.conflict` or `.syntax`; its context holds `key`, `value`, `allowed` and `source`.
 *
 * @example
 * const config = parseRunSettings({ cash: 5000, commission: "percent:0.0005" });
 * config.cash; // "5000"
 * config.commission; // { model: "percent", rate: "0.0005", unit: null, rounding: "half-even" }
 * config.fills.market; // "nextOpen"
 */
export function parseRunSettings(input: RunSettings = {}, source = "backtest()"): RunConfig {
  const sourceOf: SourceOf = () => source;
  return parseSettingsLayers([{ values: asObject(input, "settings", sourceOf, "an object of run settings"), sourceOf }]);
}

/** Merges layers of settings, the first one winning, and reads them as `parseRunSettings` does. */
export function parseSettingsLayers(layers: readonly SettingsLayer[]): RunConfig {
  const config = readLayers(layers, runSettingTable);
  return checkRun(config, layers);
}

/** Merges layers and reads them by any table that contains the run's settings; the caller's further keys are read along. */
export function readLayers<T extends object>(layers: readonly SettingsLayer[], table: Fields<T>): T {
  const { values, sourceOf } = mergeLayers(layers, table);
  const known = Object.keys(table);
  for (const [key, value] of Object.entries(values)) {
    if (Object.hasOwn(table, key)) continue;
    const place = { key, source: sourceOf(key) };
    const hint = `Available: ${known.join(", ")}.`;
    if (Object.hasOwn(laterSettings, key)) {
      throw settingsError({ code: "notAvailable", place, value, problem: `${laterSettings[key]} is not available in this version`, hint });
    }
    if (Object.hasOwn(readSettingTable, key)) {
      throw settingsError({
        code: "unknownKey",
        place,
        problem: "says how price files are read, not how a run goes",
        hint: "Give it to readCsv.",
      });
    }
    throw settingsError({ code: "unknownKey", place, problem: `unknown setting${suggestion(key, known)}`, hint });
  }
  return readFields(table, values, "", sourceOf);
}

/** What no single key can tell: `from` lies after `to`, `bounds` beside a path of its own, `thisClose` beside a way that takes time. */
export function checkRun<T extends RunConfig>(config: T, layers: readonly SettingsLayer[]): T {
  if (config.from !== null && config.to !== null && isAfter(config.from, config.to)) {
    const { sourceOf } = mergeLayers(layers, runSettingTable);
    throw settingsError({
      code: "conflict",
      place: { key: "from", source: sourceOf("from") },
      value: config.from,
      problem: `lies after to, which is ${showValue(config.to)}`,
      hint: "Choose a `from` that is not after `to`.",
    });
  }
  if (config.bounds && config.fills.path !== "adaptive") {
    const { sourceOf } = mergeLayers(layers, runSettingTable);
    throw settingsError({
      code: "conflict",
      place: { key: "bounds", source: sourceOf("bounds") },
      value: config.bounds,
      allowed: "true only with fills.path adaptive",
      problem: `bounds try the other paths around adaptive, and fills.path is ${showValue(config.fills.path)} (from ${sourceOf("fills.path")})`,
      hint: "Leave fills.path out, or run without bounds.",
    });
  }
  if (config.fills.market === "thisClose" && delayParts(config.latency?.submit ?? null).length > 0) {
    const { sourceOf } = mergeLayers(layers, runSettingTable);
    throw settingsError({
      code: "conflict",
      place: { key: "latency.submit", source: sourceOf("latency.submit") },
      value: config.latency?.submit,
      allowed: "null with fills.market thisClose",
      problem: `an order that takes time cannot fill at the close it was decided on, as fills.market "thisClose" (from ${sourceOf("fills.market")}) says`,
      hint: "Leave out latency.submit, or set fills.market to nextOpen or nextClose.",
    });
  }
  return config;
}
