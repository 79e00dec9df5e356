import type { DataWarning } from "./market-data.ts";

/** Files named in a merged message. */
const namedSources = 3;

/** Says what is the same of many files once, with their number and the first of them. */
export function mergeWarnings(warnings: readonly DataWarning[]): DataWarning[] {
  const groups = new Map<string, DataWarning[]>();
  for (const warning of warnings) {
    const key = `${warning.code} ${textOf(warning)}`;
    groups.set(key, [...(groups.get(key) ?? []), warning]);
  }
  return [...groups.values()].map((group) => {
    const [first] = group as [DataWarning, ...DataWarning[]];
    if (group.length === 1) return first;
    const sources = group.map(sourceOf);
    const named = sources.slice(0, namedSources).join(", ");
    const more = sources.length > namedSources ? ", …" : "";
    return {
      code: first.code,
      message: `${group.length} files (${named}${more}): ${textOf(first)}`,
      count: group.length,
      context: { sources },
    };
  });
}

function sourceOf({ context }: DataWarning): string {
  return typeof context?.source === "string" ? context.source : "";
}

/** The message without the file it begins with. */
function textOf(warning: DataWarning): string {
  const prefix = `${sourceOf(warning)}: `;
  return warning.message.startsWith(prefix) ? warning.message.slice(prefix.length) : warning.message;
}
