type Values = Readonly<Record<string, unknown>> | null;

/** What differs between before and after in one line: `name: Old → New`. Hashes are cut to eight digits. */
export function changeText(before: Values, after: Values): string {
  const keys = [...new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})])];
  return keys
    .map((key) => [key, shown(before?.[key]), shown(after?.[key])] as const)
    .filter(([, old, now]) => old !== now)
    .map(([key, old, now]) => (old === "" ? `${key}: ${now}` : `${key}: ${old} → ${now || "none"}`))
    .join(", ");
}

function shown(value: unknown): string {
  if (value === null || value === undefined) return "";
  if (typeof value === "string") return /^[0-9a-f]{64}$/.test(value) ? value.slice(0, 8) : value;
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}
