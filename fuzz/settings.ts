import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import fc from "fast-check";
import { backtest, barsFrom, defineStrategy, parseRunSettings, type RunConfig, type RunSettings } from "../engine/src/index.ts";
import { runSettingTable } from "../engine/src/settings/index.ts";
import type { Setting, SettingTable } from "../engine/src/settings/setting.ts";
import { parseArguments } from "../sdk/src/cli/parse-arguments.ts";
import { runCommand } from "../sdk/src/cli/run-command.ts";
import { readCommandSettings } from "../sdk/src/cli/run-settings-layers.ts";
import { hostileText, hostileValue, rarely } from "./hostile-values.ts";
import { expectHolds, outcomeOf, soundHash } from "./promises.ts";
import { scratchFolder } from "./scratch-folder.ts";
import type { Target } from "./target.ts";

type Values = Record<string, unknown>;

/** A value for a setting, made from what the table says of it: mostly one it may have, now and then anything. */
function anyValue(setting: Setting<unknown>): fc.Arbitrary<unknown> {
  return fc.oneof({ weight: 8, arbitrary: allowedValue(setting) }, { weight: 1, arbitrary: hostileValue });
}

function allowedValue(setting: Setting<unknown>): fc.Arbitrary<unknown> {
  const fallback = fc.constant(setting.default);
  switch (setting.kind) {
    case "decimal":
      return fc.oneof(
        fallback,
        nearBounds(setting.allowed),
        fc.integer({ min: 0, max: 100_000 }).map((units) => `${units / 1000}`),
      );
    case "integer":
      return fc.oneof(fallback, fc.nat());
    case "boolean":
      return fc.boolean();
    case "choice":
      return fc.constantFrom(...(setting.values ?? []), setting.default);
    case "text":
      return fc.oneof(fallback, fc.constantFrom("2024-01-03", "2024-01-04T00:00:00Z", "USD", "EUR", "XNYS", "A", "B", "no-such-file.csv"));
    case "list":
      return fc.oneof(fallback, fc.subarray(["A", "B", "C"]), fc.constant("A,B"));
    case "group":
      return someOf(setting.keys ?? {});
    case "map":
      return setting.keys === undefined
        ? fc.dictionary(fc.constantFrom("fast", "slow"), hostileValue, { maxKeys: 2 })
        : fc.dictionary(fc.constantFrom("*", "A", "B", "C"), someOf(setting.keys), { maxKeys: 3 });
    case "model":
      return modelOf(setting.models ?? {});
  }
  return fallback;
}

/** The numbers that an allowed range is described with, and their neighbours. */
function nearBounds(allowed: string): fc.Arbitrary<string> {
  const bounds = allowed.match(/\d+(\.\d+)?/g) ?? ["0"];
  return fc.tuple(fc.constantFrom(...bounds), fc.constantFrom("", "-", "1", ".1", ".000000001")).map(([bound, change]) => {
    if (change === "-") return `-${bound}`;
    return change.startsWith(".") && bound.includes(".") ? `${bound}${change.slice(1)}` : `${bound}${change}`;
  });
}

function someOf(table: SettingTable): fc.Arbitrary<Values> {
  const fields = Object.fromEntries(Object.entries(table).map(([key, setting]) => [key, anyValue(setting)]));
  return fc.record(fields, { requiredKeys: [] });
}

function modelOf(models: Readonly<Record<string, SettingTable>>): fc.Arbitrary<unknown> {
  const whole = Object.entries(models).map(([model, fields]) =>
    fc
      .tuple(
        fc.record(Object.fromEntries(Object.entries(fields).map(([key, setting]) => [key, allowedValue(setting)]))),
        someOf(fields),
        fc.nat(4),
      )
      .map(([all, some, which]) => ({ model, ...(which === 0 ? some : all) })),
  );
  const shorthand = fc
    .tuple(fc.constantFrom(...Object.keys(models)), fc.constantFrom("", ":0.01", ":0.005,min=1", ":2", ":0.1,impact=0.5"))
    .map(([model, rest]) => `${model}${rest}`);
  return fc.oneof({ weight: 6, arbitrary: fc.oneof(...whole) }, { weight: 1, arbitrary: shorthand });
}

const settings = fc
  .tuple(someOf(runSettingTable), fc.uniqueArray(fc.constantFrom(...Object.keys(runSettingTable)), { maxLength: 4 }), rarely(hostileText))
  // A few settings at a time: with all of them at once, one is nearly always refused and the others are never reached.
  .map(
    ([all, kept, further]): Values => ({
      ...Object.fromEntries(Object.entries(all).filter(([key]) => kept.includes(key))),
      ...(further !== null && { [further]: 1 }),
    }),
  );

export interface SettingsInput {
  readonly settings: Values;
  /** How they are handed in. */
  readonly by: "backtest" | "set" | "config" | "flags";
  /** Of the text of a settings file or of flags. */
  readonly garble: { readonly at: number; readonly text: string } | null;
}

const inputs: fc.Arbitrary<SettingsInput> = fc.record({
  settings,
  by: fc.constantFrom("backtest" as const, "backtest" as const, "set" as const, "config" as const, "flags" as const),
  garble: rarely(fc.record({ at: fc.nat(200), text: hostileText })),
});

async function check({ settings, by, garble }: SettingsInput): Promise<string> {
  const read = await outcomeOf(`settings by ${by}`, () =>
    by === "backtest" ? parseRunSettings(settings as RunSettings) : fromCommandLine(settings, by, garble),
  );
  if ("refused" in read) return read.refused;
  const config = read.value;
  expectHolds(isDeepStrictEqual(parseRunSettings(config), config), "settings that were read are read again as they are");
  expectHolds(isDeepStrictEqual(parseRunSettings(JSON.parse(JSON.stringify(config))), config), "settings that were read survive JSON");
  return checkRun(config);
}

function fromCommandLine(settings: Values, by: "set" | "config" | "flags", garble: SettingsInput["garble"]): RunConfig {
  const garbled = (text: string) => (garble === null ? text : text.slice(0, garble.at) + garble.text + text.slice(garble.at));
  if (by === "config") {
    const path = join(scratchFolder(), "run.json");
    writeFileSync(path, garbled(json(settings)));
    return readCommandSettings(parseArguments(runCommand, ["strategy.ts", "--config", path])).run;
  }
  const words = by === "set" ? settingPairs(settings).flatMap((pair) => ["--set", pair]) : flagWords(settings);
  const last = words.length - 1;
  const args = garble === null || last < 0 ? words : words.with(last, garbled(words[last] ?? ""));
  return readCommandSettings(parseArguments(runCommand, ["strategy.ts", ...args])).run;
}

function settingPairs(values: Values, path = ""): string[] {
  return Object.entries(values).flatMap(([key, value]) =>
    typeof value === "object" && value !== null && !Array.isArray(value)
      ? settingPairs(value as Values, `${path}${key}.`)
      : [`${path}${key}=${plainText(value)}`],
  );
}

function flagWords(values: Values): string[] {
  return Object.entries(runSettingTable).flatMap(([key, { flag }]) => {
    const value = values[key];
    return flag === undefined || value === undefined ? [] : value === true ? [flag] : [flag, plainText(value)];
  });
}

function plainText(value: unknown): string {
  return typeof value === "string" ? value : json(value);
}

function json(value: unknown): string {
  const text = JSON.stringify(value, (_, inner: unknown) =>
    typeof inner === "bigint" || typeof inner === "symbol" ? inner.toString() : inner,
  );
  return text ?? "undefined";
}

const days = ["2024-01-02", "2024-01-03", "2024-01-04", "2024-01-05", "2024-01-08", "2024-01-09"];
const prices = { A: ["10", "10.5", "9.75", "11", "10.25", "12"], B: ["0.5", "0.25", "0.75", "0.5", "1", "0.5"] };
const bars = Object.entries(prices).map(([symbol, closes]) =>
  barsFrom(
    days.map((time, day) => {
      const close = Number(closes[day]);
      return { time, open: close, high: close * 1.5, low: close * 0.5, close, volume: 1000 };
    }),
    { symbol },
  ),
);

/** Trades whatever the instruments' steps are: targets are rounded to lots, prices to ticks. */
const strategy = defineStrategy({
  onBar(ctx) {
    for (const symbol of ctx.symbols) {
      if (ctx.bars === 1) ctx.orderTargetPercent(symbol, "0.4");
      const price = ctx.data.of(symbol).close.value;
      const limit = ctx.tick(symbol, price * 1.2, "up");
      if (ctx.bars === 2) ctx.orderValue(symbol, 500, { limit });
      if (ctx.bars === 3) ctx.orderPercent(symbol, "-0.1");
      if (ctx.bars === 4) ctx.close(symbol);
    }
  },
});

async function checkRun(config: RunConfig): Promise<string> {
  const { benchmark, params, ...rest } = config;
  const run = () =>
    outcomeOf("a run with accepted settings", () => backtest({ strategy, data: bars, ...rest, ...(benchmark !== null && { benchmark }) }));
  const [first, second] = [await run(), await run()];
  if ("refused" in first || "refused" in second) {
    expectHolds("refused" in first && "refused" in second && first.refused === second.refused, "two runs are refused alike");
    return "refused" in first ? `run ${first.refused}` : "";
  }
  expectHolds(soundHash(first.value) === soundHash(second.value), "two runs have the same hash");
  const again = parseRunSettings(first.value.manifest.config);
  expectHolds(isDeepStrictEqual(again, parseRunSettings(again)), "manifest.config is settings");
  return "accepted";
}

export const settingsTarget: Target<SettingsInput> = { inputs, check };
