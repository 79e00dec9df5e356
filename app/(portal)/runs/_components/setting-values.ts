/** Settings as a form holds them: nested objects of text and booleans; a key that is not there takes its default. */
export type SettingValues = Readonly<Record<string, unknown>>;

export function valueAt(values: SettingValues, path: readonly string[]): unknown {
  return path.reduce<unknown>((inner, key) => (isObject(inner) ? inner[key] : undefined), values);
}

/** The same values with one of them set, or taken out with `undefined`; objects left empty go too. */
export function withValueAt(values: SettingValues, [key, ...rest]: readonly string[], value: unknown): SettingValues {
  if (key === undefined) return values;
  const inner = values[key];
  const next = rest.length === 0 ? value : withValueAt(isObject(inner) ? inner : {}, rest, value);
  const { [key]: _, ...others } = values;
  const isGone = next === undefined || (isObject(next) && Object.keys(next).length === 0);
  return isGone ? others : { ...others, [key]: next };
}

/** What a field shows of a value; lists and objects are written as JSON. */
export function textOfValue(value: unknown): string {
  if (value === undefined || value === null) return "";
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

/** The values as settings: what was written as a list or an object is one. Text that only looks like it goes as it is, and is refused by name. */
export function settingsOfValues(values: SettingValues): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(values).map(([key, value]) => [
      key,
      typeof value === "string" ? readText(value) : isObject(value) ? settingsOfValues(value) : value,
    ]),
  );
}

function readText(text: string): unknown {
  if (!/^\s*[[{]/.test(text)) return text;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
