import { parseExactJson } from "./exact-json.ts";
import { suggestion } from "./nearest-name.ts";
import type { About, Setting, SettingTable, SourceOf } from "./setting.ts";
import { settingsError } from "./settings-error.ts";

export type Fields<T> = { readonly [K in keyof T]-?: Setting<T[K]> };

/** An object with exactly these keys; a missing one takes its default. */
export function group<T extends object>(
  fields: Fields<T>,
  about: About,
  check?: (value: T, key: string, sourceOf: SourceOf) => T,
): Setting<T> {
  return {
    ...about,
    kind: "group",
    allowed: `an object with the keys ${Object.keys(fields).join(", ")}`,
    default: readFields(fields, {}, "", () => "default"),
    keys: fields,
    read(value, key, sourceOf) {
      const fieldsRead = readFields(fields, asObject(value, key, sourceOf, this.allowed), key, sourceOf);
      return check === undefined ? fieldsRead : check(fieldsRead, key, sourceOf);
    },
  };
}

/** One model of several: its keys, those that must be given, and the key a bare value of the shorthand stands for. */
interface Model<T = never> {
  readonly fields: SettingTable;
  readonly required?: readonly string[];
  readonly bare?: string;
  /** How it may be written, where a bare value does not show it. */
  readonly example?: string;
  /** Throws for what no single key can tell. */
  check?(read: T, key: string, sourceOf: SourceOf): void;
}

export interface ModelSet<T extends { model: string }> {
  readonly models: {
    readonly [M in T["model"]]: Model<Extract<T, { model: M }>> & { fields: Fields<Omit<Extract<T, { model: M }>, "model">> };
  };
  readonly default: T;
  /** Other words for a key in the shorthand: `min` for `minimum`. */
  readonly aliases?: Readonly<Record<string, string>>;
  /** Models of a later version, refused by name. */
  readonly later: readonly string[];
}

/** An object whose `model` decides its other keys, or its shorthand: `perShare:0.005,min=1`. */
export function modelSetting<T extends { readonly model: string }>(set: ModelSet<T>, about: About): Setting<T> {
  const models: Readonly<Record<string, Model>> = set.models;
  const names = Object.keys(models);
  const allowed = `a model (${names.join(", ")})`;
  return {
    ...about,
    kind: "model",
    allowed,
    default: set.default,
    models: Object.fromEntries(names.map((name) => [name, models[name]?.fields ?? {}])),
    expand: (value, place) =>
      typeof value === "string" ? expandText(value, { models, aliases: set.aliases ?? {}, refuse: refuseModel, place }) : value,
    read(value, key, sourceOf) {
      const object = asObject(this.expand?.(value, { key, source: sourceOf(key) }), key, sourceOf, allowed);
      const { model: name, ...rest } = object;
      const place = { key: `${key}.model`, source: sourceOf(`${key}.model`) };
      if (name === undefined)
        throw settingsError({
          code: "missingKey",
          place,
          problem: `missing, expected ${names.join(", ")}`,
          hint: `Name the model: {"model": "${names[1]}", ...}.`,
        });
      const model = typeof name === "string" && Object.hasOwn(models, name) ? models[name] : undefined;
      if (typeof name !== "string" || model === undefined) throw refuseModel(name, place);
      for (const required of model.required ?? []) {
        if (rest[required] === undefined) {
          throw settingsError({
            code: "missingKey",
            place: { key: `${key}.${required}`, source: place.source },
            problem: `missing, the model ${name} needs it (${model.fields[required]?.allowed})`,
            hint: `For example: ${model.example ?? `${name}:${model.fields[required]?.default}`}.`,
          });
        }
      }
      const read = { model: name, ...readFields(model.fields, rest, key, sourceOf) };
      // Fields and check were typed against the model's own keys in ModelSet.
      model.check?.(read as never, key, sourceOf);
      return read as unknown as T;
    },
  };

  function refuseModel(name: unknown, place: { key: string; source: string }) {
    const later = typeof name === "string" && set.later.includes(name);
    const problem = later
      ? `is not available in this version; available: ${names.join(", ")}`
      : `unknown model${typeof name === "string" ? suggestion(name, names) : ""}; available: ${names.join(", ")}`;
    return settingsError({
      code: later ? "notAvailable" : "choice",
      place,
      value: name,
      allowed: names.join(", "),
      problem,
      hint: `Choose one of ${names.join(", ")}.`,
    });
  }
}

interface Shorthand {
  readonly models: Readonly<Record<string, Model>>;
  readonly aliases: Readonly<Record<string, string>>;
  readonly refuse: (name: unknown, place: { key: string; source: string }) => Error;
  readonly place: { key: string; source: string };
}

/** An object in JSON, which a flag may give too, or a shorthand. */
function expandText(text: string, shorthand: Shorthand): unknown {
  if (!text.trimStart().startsWith("{")) return expandShorthand(text, shorthand);
  try {
    return parseExactJson(text);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    const { place } = shorthand;
    throw settingsError({
      code: "syntax",
      place,
      value: text,
      problem: `is not JSON: ${error.message}`,
      hint: "Quote it whole in the shell.",
    });
  }
}

function expandShorthand(text: string, { models, aliases, refuse, place }: Shorthand): Record<string, unknown> {
  const colon = text.indexOf(":");
  const name = (colon < 0 ? text : text.slice(0, colon)).trim();
  const model = Object.hasOwn(models, name) ? models[name] : undefined;
  if (model === undefined) throw refuse(name, { ...place, key: `${place.key}.model` });
  const expanded: Record<string, unknown> = { model: name };
  if (colon < 0) return expanded;
  for (const [index, part] of text
    .slice(colon + 1)
    .split(",")
    .entries()) {
    const equals = part.indexOf("=");
    const written = equals < 0 ? undefined : part.slice(0, equals).trim();
    const key =
      written === undefined ? (index === 0 ? model.bare : undefined) : Object.hasOwn(aliases, written) ? aliases[written] : written;
    const value = part.slice(equals + 1).trim();
    if (key === undefined || value === "" || expanded[key] !== undefined) {
      const form = model.bare === undefined ? (model.example ?? name) : `${name}:<${model.bare}>[,key=value...]`;
      throw settingsError({
        code: "syntax",
        place,
        value: text,
        problem: `cannot read ${JSON.stringify(part)}, expected ${form}`,
        hint: `Write it like ${exampleOf(name, model)}.`,
      });
    }
    const isFlag = model.fields[key]?.kind === "boolean" && (value === "true" || value === "false");
    expanded[key] = isFlag ? value === "true" : value;
  }
  return expanded;
}

function exampleOf(name: string, model: Model): string {
  if (model.example !== undefined) return model.example;
  return model.bare === undefined ? name : `${name}:${model.fields[model.bare]?.default}`;
}

export function readFields<T extends object>(
  fields: Fields<T>,
  value: Readonly<Record<string, unknown>>,
  key: string,
  sourceOf: SourceOf,
): T {
  const known = Object.keys(fields);
  const pathOf = (name: string): string => (key === "" ? name : `${key}.${name}`);
  for (const name of Object.keys(value)) {
    if (Object.hasOwn(fields, name)) continue;
    const place = { key: pathOf(name), source: sourceOf(pathOf(name)) };
    throw settingsError({
      code: "unknownKey",
      place,
      problem: `unknown setting${suggestion(name, known)}`,
      hint: known.length === 0 ? "It takes no further keys." : `Known here: ${known.join(", ")}.`,
    });
  }
  const read: Partial<Record<keyof T, unknown>> = {};
  for (const name of known as (keyof T & string)[]) {
    const given = value[name];
    read[name] = given === undefined ? fields[name].default : fields[name].read(given, pathOf(name), sourceOf);
  }
  // Every key of T has been read by the setting typed for it.
  return read as T;
}

export function asObject(value: unknown, key: string, sourceOf: SourceOf, allowed: string): Readonly<Record<string, unknown>> {
  if (isPlainObject(value)) return value;
  throw settingsError({ code: "type", place: { key, source: sourceOf(key) }, value, allowed, problem: `expected ${allowed}` });
}

export function isPlainObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return (
    typeof value === "object" &&
    value !== null &&
    !Array.isArray(value) &&
    (Object.getPrototypeOf(value) === Object.prototype || Object.getPrototypeOf(value) === null)
  );
}
