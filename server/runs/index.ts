export { cancelRun } from "./cancel-run.ts";
export { type Author, createRun } from "./create-run.ts";
export { type DescribedSetting, type DescribedSettings, describeSettings } from "./describe-settings.ts";
export { getRun, type RunDetails } from "./get-run.ts";
export { ListRunsInput, listRuns, memberNames, type RunListItem } from "./list-runs.ts";
export { inputOfRun, rerun } from "./rerun.ts";
export { isTerminal, type RunProblem, type RunStatus } from "./run-events.ts";
export { CreateRunInput } from "./run-input.ts";
