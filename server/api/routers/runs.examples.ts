import type { Examples } from "../isolation/example.ts";

export const runsExamples: Examples = {
  list: { access: "member", input: ({ strategyId }) => ({ strategyId }) },
  unfinished: { access: "member" },
  get: { access: "member", input: ({ runId }) => ({ id: runId }) },
  // The seeded result's parts are in no store.
  overview: { access: "member", input: ({ finishedRunId }) => ({ id: finishedRunId }), own: "not_found" },
  form: { access: "member", input: ({ runId }) => ({ like: runId }) },
  create: {
    access: "researcher",
    input: ({ strategyVersionId, datasetVersionId }) => ({ strategyVersionId, datasetVersionIds: [datasetVersionId] }),
  },
  cancel: { access: "researcher", input: ({ runId }) => ({ id: runId }) },
  makeReport: { access: "researcher", input: ({ finishedRunId }) => ({ id: finishedRunId }) },
  filters: { access: "member" },
  saveFilter: { access: "member", input: ({ strategyId }) => ({ name: "Of one strategy", filter: { strategyId } }) },
  removeFilter: { access: "member", input: ({ runFilterId }) => ({ id: runFilterId }) },
  rerun: { access: "researcher", input: ({ runId }) => ({ id: runId }) },
};
