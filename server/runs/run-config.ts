import { parseRunSettings, type RunConfig, type RunSettings } from "@rustybt/engine/settings";

interface StoredSettings {
  readonly settings: Readonly<Record<string, unknown>>;
  readonly params: Readonly<Record<string, string | number | boolean>>;
}

/** The settings a run's row stands for, as the engine reads them. What `createRun` stores reads back to itself. */
export function configOf({ settings, params }: StoredSettings): RunConfig {
  return parseRunSettings({ ...(settings as RunSettings), params }, "the run's settings");
}
