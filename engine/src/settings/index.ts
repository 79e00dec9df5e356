export { type ResolvedParams, resolveParams } from "../strategy/resolve-params.ts";
export { canonicalDecimal, compareDecimals } from "./decimal-text.ts";
export { parseExactJson, parseSettingsFile } from "./exact-json.ts";
export { assetClassSteps } from "./instrument-settings.ts";
export { mergeLayers, type SettingsLayer } from "./merge-layers.ts";
export { nearestName, suggestion } from "./nearest-name.ts";
export { checkRun, parseRunSettings, parseSettingsLayers, readLayers } from "./parse-run-settings.ts";
export { type ReadConfig, readSettingTable } from "./read-settings.ts";
export type {
  AccountConfig,
  AssetClass,
  BorrowConfig,
  ChargeTerms,
  CommissionConfig,
  DayCount,
  FillsConfig,
  FinancingConfig,
  InstrumentConfig,
  InterestConfig,
  LatencyConfig,
  LimitsConfig,
  ParamInput,
  RoundingMode,
  RunConfig,
  SlippageConfig,
} from "./run-config.ts";
export type { RunSettings } from "./run-settings.ts";
export type { Setting, SettingTable } from "./setting.ts";
export { laterSettings, runSettingTable } from "./settings-table.ts";
