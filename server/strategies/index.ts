export { archiveStrategy, renameStrategy, restoreStrategy } from "./change-strategy.ts";
export { createStrategy } from "./create-strategy.ts";
export { getStrategy, getVersion } from "./get-strategy.ts";
export { CreateStrategyInput, ListStrategiesInput, QuickRunInput, RenameStrategyInput, SaveVersionInput } from "./inputs.ts";
export { inspectAgain } from "./inspect-again.ts";
export { listStrategies } from "./list-strategies.ts";
export { quickRun } from "./quick-run.ts";
export { saveVersion } from "./save-version.ts";
export { strategyTemplates, templateSource } from "./templates.ts";
