import { canonicalDuration, durationForm, durationUs } from "./duration.ts";
import { suggestion } from "./nearest-name.ts";
import type { DelayConfig, DelayPart, LatencyConfig } from "./run-config.ts";
import { integer, optional, type Setting, type SourceOf } from "./setting.ts";
import { group, isPlainObject } from "./setting-groups.ts";
import { settingsError } from "./settings-error.ts";

const allowed = `${durationForm}, {"model": "uniform", min, max}, {"model": "normal", mean, sd}, {"model": "file", path}, or the legs {network, broker, exchange}`;
const models = { uniform: ["min", "max"], normal: ["mean", "sd"], file: ["path"] } as const;
const legs = ["network", "broker", "exchange"] as const;

const delay = (meaning: string): Setting<DelayConfig | null> =>
  optional({
    kind: "text",
    allowed,
    default: "20ms",
    meaning,
    read(value, key, sourceOf) {
      if (!isPlainObject(value) || "model" in value) return readPart(value, key, sourceOf);
      const given = Object.entries(value).filter(([, part]) => part !== undefined && part !== null);
      for (const [name] of given) if (!isIn(legs, name)) throw unknownKey(name, legs, key, sourceOf);
      if (given.length === 0) throw refused(value, key, sourceOf, "names no leg", `Give one of ${legs.join(", ")}.`);
      return Object.fromEntries(given.map(([name, part]) => [name, readPart(part, `${key}.${name}`, sourceOf)]));
    },
  });

function readPart(value: unknown, key: string, sourceOf: SourceOf): DelayPart {
  if (!isPlainObject(value)) return readDuration(value, key, sourceOf);
  const { model, ...rest } = value;
  if (typeof model !== "string" || !Object.hasOwn(models, model)) {
    const near = typeof model === "string" ? suggestion(model, Object.keys(models)) : "";
    const names = Object.keys(models).join(", ");
    throw settingsError({
      code: model === undefined ? "missingKey" : "choice",
      place: { key: `${key}.model`, source: sourceOf(`${key}.model`) },
      value: model,
      allowed: names,
      problem: `unknown model${near}; available: ${names}`,
      hint: `A constant is a duration alone, such as "20ms".`,
    });
  }
  const keys: readonly string[] = models[model as keyof typeof models];
  for (const name of Object.keys(rest)) if (!keys.includes(name)) throw unknownKey(name, keys, key, sourceOf);
  for (const name of keys) {
    if (rest[name] !== undefined) continue;
    const place = { key: `${key}.${name}`, source: sourceOf(key) };
    throw settingsError({ code: "missingKey", place, problem: `missing, the model ${model} needs ${keys.join(" and ")}` });
  }
  const read = (name: string): string => readDuration(rest[name], `${key}.${name}`, sourceOf);
  if (model === "normal") return { model, mean: read("mean"), sd: read("sd") };
  if (model === "file") {
    if (typeof rest.path === "string" && rest.path.trim() !== "") return { model, path: rest.path };
    throw refused(rest.path, `${key}.path`, sourceOf, "expected a path", "Name a CSV file with one column of durations in milliseconds.");
  }
  const [min, max] = [read("min"), read("max")];
  if (durationUs(min) > durationUs(max)) throw refused(min, `${key}.min`, sourceOf, `above max, which is ${max}`, "min is at most max.");
  return { model: "uniform", min, max };
}

function readDuration(value: unknown, key: string, sourceOf: SourceOf): string {
  const duration = typeof value === "string" ? canonicalDuration(value) : undefined;
  if (duration !== undefined) return duration;
  const lacksUnit = /^\d+(\.\d+)?$/.test(String(value));
  const hint = lacksUnit ? `Write the unit: "${value}ms".` : 'Write it like "250us", "20ms" or "1.5s".';
  throw refused(value, key, sourceOf, `expected ${durationForm}`, hint);
}

function refused(value: unknown, key: string, sourceOf: SourceOf, problem: string, hint: string) {
  return settingsError({ code: "range", place: { key, source: sourceOf(key) }, value, allowed, problem, hint });
}

function unknownKey(name: string, known: readonly string[], key: string, sourceOf: SourceOf) {
  const place = { key: `${key}.${name}`, source: sourceOf(`${key}.${name}`) };
  return settingsError({
    code: "unknownKey",
    place,
    problem: `unknown setting${suggestion(name, known)}`,
    hint: `Known here: ${known.join(", ")}.`,
  });
}

function isIn<T extends string>(names: readonly T[], name: string): name is T {
  return (names as readonly string[]).includes(name);
}

const messages = group<LatencyConfig>(
  {
    submit: delay("How long an order takes to the market."),
    cancel: delay("How long a cancel takes."),
    modify: delay("How long a change takes."),
    ack: delay("How long word of what happened takes back to the strategy."),
    seed: optional(
      integer({ min: 0, max: Number.MAX_SAFE_INTEGER }, { default: 1, meaning: "Start of what is drawn; the run's seed without it." }),
    ),
  },
  { meaning: "How long messages to the market and back take; a duration alone is that of submit, cancel and modify.", flag: "--latency" },
);

/** How long messages take, by kind (SPEC F12). */
export const latency: Setting<LatencyConfig | null> = {
  ...optional(messages),
  expand: (value) => (typeof value === "string" ? { submit: value, cancel: value, modify: value } : value),
};

/** The parts of a delay that can take time, in their order. */
export function delayParts(config: DelayConfig | null): DelayPart[] {
  if (config === null) return [];
  const parts = typeof config === "string" || "model" in config ? [config] : legs.flatMap((leg) => config[leg] ?? []);
  return parts.filter((part) => !isZero(part));
}

function isZero(part: DelayPart): boolean {
  if (typeof part === "string") return durationUs(part) === 0;
  if (part.model === "uniform") return durationUs(part.max) === 0;
  return part.model === "normal" && durationUs(part.mean) === 0 && durationUs(part.sd) === 0;
}
