import type { DescribedSettings } from "#server/runs/describe-settings.ts";

export interface SettingSection {
  readonly title: string;
  readonly keys: readonly string[];
}

export interface SettingSections {
  readonly first: readonly SettingSection[];
  /** Behind "More settings". */
  readonly more: readonly SettingSection[];
}

/** Has a field of its own, which offers the symbols of the chosen data. */
export const benchmarkKey = "benchmark";

const first: readonly SettingSection[] = [
  { title: "Account and costs", keys: ["cash", "commission", "slippage"] },
  { title: "Fills", keys: ["fills", "bounds"] },
];

const more: readonly SettingSection[] = [
  { title: "Account", keys: ["account", "currency", "closeAtEnd"] },
  { title: "Instruments", keys: ["instruments", "calendar"] },
  { title: "Measure and seed", keys: [benchmarkKey, "seed"] },
];

/** Where each setting of the engine's table stands on the form. A setting that nobody placed has a section of its own: none is left out. */
export function settingSections(settings: DescribedSettings): SettingSections {
  const placed = new Set([...first, ...more].flatMap(({ keys }) => keys));
  const others = Object.keys(settings).filter((key) => !placed.has(key));
  return { first, more: [...more, ...others.map((key) => ({ title: labelOf([key]), keys: [key] }))] };
}

/** `maintenanceMargin` as "Maintenance margin". */
export function labelOf(path: readonly string[]): string {
  const words = (path.at(-1) ?? "").replaceAll(/([a-z])([A-Z])/g, "$1 $2").toLowerCase();
  return words === "bps" ? "Basis points" : words.charAt(0).toUpperCase() + words.slice(1);
}
