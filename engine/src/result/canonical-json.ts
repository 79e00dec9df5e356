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
  const text = write(value);
  if (text !== undefined) return text;
  const { path, what } = firstRefused(value, "$") ?? { path: "$", what: "this value" };
  throw new InternalError(`canonical JSON cannot hold ${what} (at ${path})`, { code: "json.notCanonical", context: { path } });
}

/** `undefined` when there is something JSON cannot say. */
function write(value: unknown): string | undefined {
  if (typeof value === "object" && value !== null) {
    if (Array.isArray(value)) return writeArray(value);
    return isPlain(value) ? writeObject(value as Readonly<Record<string, unknown>>) : undefined;
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
