import type { About, Setting } from "./setting.ts";
import { settingsError } from "./settings-error.ts";

/** Names of symbols, each once; `null` for all. */
export const symbolList = (about: About): Setting<readonly string[] | null> => ({
  ...about,
  kind: "list",
  allowed: "a list of symbols, or null",
  default: null,
  expand: (value) => (typeof value === "string" ? value.split(",").map((symbol) => symbol.trim()) : value),
  read(value, key, sourceOf) {
    const list = this.expand?.(value, { key, source: sourceOf(key) });
    if (list === null) return null;
    if (
      !Array.isArray(list) ||
      list.length === 0 ||
      !list.every((symbol): symbol is string => typeof symbol === "string" && symbol !== "")
    ) {
      throw settingsError({
        code: "type",
        place: { key, source: sourceOf(key) },
        value,
        allowed: this.allowed,
        problem: "expected symbols such as AAPL,MSFT",
        hint: "Separate symbols by commas, without empty ones.",
      });
    }
    const twice = list.find((symbol, index) => list.indexOf(symbol) !== index);
    if (twice !== undefined)
      throw settingsError({
        code: "conflict",
        place: { key, source: sourceOf(key) },
        value,
        problem: `${twice} is named twice`,
        hint: "Name every symbol once.",
      });
    return list;
  },
});
