import { InternalError } from "../errors.ts";

/**
 * The one JSON text of a value by RFC 8785 (JSON Canonicalization Scheme): members sorted by UTF-16 code units, numbers and strings as
 * ECMAScript writes them, no spaces. A member whose value is `undefined` is left out.
 *
 * Throws `InternalError` `json.notCanonical` for what JSON cannot say: `NaN`, infinities, bigints, functions, lone surrogates, class
 * instances.
 *
 * @example
 * canonicalJson({ b: [1e21, -0], a: "€" }); // '{"a":"€","b":[1e+21,0]}'
 */
export function canonicalJson(value: unknown): string {
  return write(value) ?? refuse(value);
}

const itemsAtOnce = 1_000;

/** The text of {@link canonicalJson} in pieces: an object whose members are long lists is never one text. */
export function* canonicalPieces(value: Readonly<Record<string, unknown>>): Generator<string> {
  let before = "{";
  for (const name of sortedKeys(value)) {
    const member = value[name];
    if (member === undefined) continue;
    yield `${before}${write(name) ?? refuse(value)}:`;
    before = ",";
    if (Array.isArray(member)) {
      yield "[";
      for (let from = 0; from < member.length; from += itemsAtOnce) {
        const items = writeArray(member.slice(from, from + itemsAtOnce)) ?? refuse(value);
        yield `${from > 0 ? "," : ""}${items.slice(1, -1)}`;
      }
      yield "]";
    } else yield write(member) ?? refuse(value);
  }
  yield before === "{" ? "{}" : "}";
}

function refuse(value: unknown): never {
  const { path, what } = firstRefused(value, "$") ?? { path: "$", what: "this value" };
  throw new InternalError(`canonical JSON cannot hold ${what} (at ${path})`, { code: "json.notCanonical", context: { path } });
}

/**
 * What is in canonical order already, as most rows of a result are, is written by the engine of JavaScript itself; `undefined`: it is
 * not, or it may hold what JSON cannot say.
 */
function writeSorted(value: unknown): string | undefined {
  if (!isSorted(value)) return undefined;
  const text = JSON.stringify(value);
  // Half a surrogate pair is written as an escape; to tell it from a text that holds one is the other writer's work.
  return text.includes("\\ud") ? undefined : text;
}

function isSorted(value: unknown): boolean {
  switch (typeof value) {
    case "string":
    case "boolean":
      return true;
    case "number":
      return Number.isFinite(value);
    case "object":
      return value === null || (Array.isArray(value) ? areSorted(value) : isPlain(value) && hasSortedMembers(value));
    default:
      return false;
  }
}

function areSorted(items: readonly unknown[]): boolean {
  for (let i = 0; i < items.length; i++) if (!isSorted(items[i])) return false;
  return true;
}

function hasSortedMembers(value: object): boolean {
  let before = "";
  for (const name in value) {
    if (name < before || !isSorted((value as Readonly<Record<string, unknown>>)[name])) return false;
    before = name;
  }
  return true;
}

/** `undefined` when there is something JSON cannot say. */
function write(value: unknown): string | undefined {
  if (typeof value === "object" && value !== null) {
    if (Array.isArray(value)) return writeArray(value);
    return isPlain(value) ? (writeSorted(value) ?? writeObject(value as Readonly<Record<string, unknown>>)) : undefined;
  }
  return refusal(value) === undefined ? JSON.stringify(value) : undefined;
}

function writeArray(items: readonly unknown[]): string | undefined {
  let text = "[";
  for (let i = 0; i < items.length; i++) {
    const item = write(items[i]);
    if (item === undefined) return undefined;
    text += i > 0 ? `,${item}` : item;
  }
  return `${text}]`;
}

function writeObject(value: Readonly<Record<string, unknown>>): string | undefined {
  let text = "";
  for (const name of sortedKeys(value)) {
    const member = value[name];
    if (member === undefined) continue;
    const written = write(member);
    if (written === undefined || !name.isWellFormed()) return undefined;
    text += `${text === "" ? "" : ","}${JSON.stringify(name)}:${written}`;
  }
  return `{${text}}`;
}

/** Most objects of a log are sorted already. */
function sortedKeys(value: object): string[] {
  const keys = Object.keys(value);
  for (let i = 1; i < keys.length; i++) if ((keys[i] as string) < (keys[i - 1] as string)) return keys.sort();
  return keys;
}

function isPlain(value: object): boolean {
  const prototype = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

/** What a value that is no array and no plain object is called when JSON cannot say it. */
function refusal(value: unknown): string | undefined {
  switch (typeof value) {
    case "string":
      return value.isWellFormed() ? undefined : "a string with a lone surrogate";
    case "number":
      return Number.isFinite(value) ? undefined : `the number ${value}`;
    case "boolean":
      return undefined;
    case "object":
      return value === null ? undefined : `an instance of ${value.constructor?.name ?? "a class"}`;
    default:
      return `a value of type ${typeof value}`;
  }
}

function firstRefused(value: unknown, path: string): { readonly path: string; readonly what: string } | undefined {
  if (typeof value === "object" && value !== null && (Array.isArray(value) || isPlain(value))) {
    for (const [name, member] of Object.entries(value)) {
      if (member === undefined && !Array.isArray(value)) continue;
      const inside = Array.isArray(value) ? `${path}[${name}]` : `${path}.${name}`;
      if (!name.isWellFormed()) return { path: inside, what: "a name with a lone surrogate" };
      const found = firstRefused(member, inside);
      if (found !== undefined) return found;
    }
    return undefined;
  }
  const what = refusal(value);
  return what === undefined ? undefined : { path, what };
}
