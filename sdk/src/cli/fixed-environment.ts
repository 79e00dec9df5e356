const locale = "en-US";

/** The methods that take a language, with the position of that argument. */
const methods: readonly (readonly [prototype: object, names: readonly string[], position: number])[] = [
  [Number.prototype, ["toLocaleString"], 0],
  [BigInt.prototype, ["toLocaleString"], 0],
  [Date.prototype, ["toLocaleString", "toLocaleDateString", "toLocaleTimeString"], 0],
  [String.prototype, ["toLocaleUpperCase", "toLocaleLowerCase"], 0],
  [String.prototype, ["localeCompare"], 1],
];

const formats = [
  "Collator",
  "DateTimeFormat",
  "DisplayNames",
  "DurationFormat",
  "ListFormat",
  "NumberFormat",
  "PluralRules",
  "RelativeTimeFormat",
  "Segmenter",
];

/**
 * Gives the process one time zone, UTC, and one language, en-US, whatever the machine is set to: local time and text made without a named
 * language are part of what a strategy computes, and so of the result's hash. Node reads the zone anew when it is assigned, the language not.
 */
export function fixEnvironment(): void {
  process.env.TZ = "UTC";
  for (const [prototype, names, position] of methods) {
    for (const name of names) wrap(prototype, name, (args) => withLocale(args, position));
  }
  for (const name of formats) wrap(Intl, name, (args) => withLocale(args, 0));
  // Both name the zone in the machine's language.
  for (const name of ["toString", "toTimeString"]) fixZoneName(name);
}

type Arguments = readonly unknown[];

function wrap(holder: object, name: string, change: (args: Arguments) => Arguments): void {
  const original: unknown = Reflect.get(holder, name);
  if (typeof original !== "function") return;
  const wrapped = new Proxy(original, {
    apply: (target, self, args: Arguments) => Reflect.apply(target as () => unknown, self, change(args)),
    construct: (target, args: Arguments, newTarget) => Reflect.construct(target, change(args), newTarget) as object,
  });
  replace(holder, name, wrapped);
  const prototype: unknown = Reflect.get(original, "prototype");
  if (typeof prototype === "object" && prototype !== null) replace(prototype, "constructor", wrapped);
}

/** A language Node does not know falls back to ours too, not to the machine's. */
function withLocale(args: Arguments, position: number): Arguments {
  const given = args[position];
  // What is no language goes on as it is, to the error it deserves.
  const isLocale = given === undefined || typeof given === "string" || Array.isArray(given) || given instanceof Intl.Locale;
  if (!isLocale) return args;
  const changed = [...args];
  while (changed.length < position) changed.push(undefined);
  changed[position] = [...(given === undefined ? [] : Array.isArray(given) ? given : [given]), locale];
  return changed;
}

function fixZoneName(name: string): void {
  const original: unknown = Reflect.get(Date.prototype, name);
  if (typeof original !== "function") return;
  const text = new Proxy(original, {
    apply: (target, self, args: Arguments) =>
      String(Reflect.apply(target as () => unknown, self, args)).replace(/\(.*\)$/, "(Coordinated Universal Time)"),
  });
  replace(Date.prototype, name, text);
}

function replace(holder: object, name: string, value: unknown): void {
  Object.defineProperty(holder, name, { value, writable: true, configurable: true, enumerable: false });
}
