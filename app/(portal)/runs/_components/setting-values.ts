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

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
