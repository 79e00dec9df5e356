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
  return write(value, "$");
}

function write(value: unknown, path: string): string {
  switch (typeof value) {
    case "string":
      if (!value.isWellFormed()) throw refuse(path, "a string with a lone surrogate");
      return JSON.stringify(value);
    case "number":
      if (!Number.isFinite(value)) throw refuse(path, `the number ${value}`);
      return JSON.stringify(value);
    case "boolean":
      return value ? "true" : "false";
    case "object":
      if (value === null) return "null";
      return Array.isArray(value) ? writeArray(value, path) : writeObject(value, path);
    default:
      throw refuse(path, `a value of type ${typeof value}`);
  }
}

function writeArray(items: readonly unknown[], path: string): string {
  let text = "[";
  for (let i = 0; i < items.length; i++) {
    if (i > 0) text += ",";
    text += write(items[i], `${path}[${i}]`);
  }
  return `${text}]`;
}

function writeObject(value: object, path: string): string {
  const prototype = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) throw refuse(path, `an instance of ${value.constructor?.name ?? "a class"}`);
  let text = "";
  const members = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  for (const [name, member] of members) {
    if (member === undefined) continue;
    text += `${text === "" ? "" : ","}${write(name, path)}:${write(member, `${path}.${name}`)}`;
  }
  return `{${text}}`;
}

function refuse(path: string, what: string): InternalError {
  return new InternalError(`canonical JSON cannot hold ${what} (at ${path})`, { code: "json.notCanonical", context: { path } });
}
