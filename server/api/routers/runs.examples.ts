import type { Examples } from "../isolation/example.ts";

export const runsExamples: Examples = {
  list: { access: "member", input: ({ strategyId }) => ({ strategyId }) },
  get: { access: "member", input: ({ runId }) => ({ id: runId }) },
  form: { access: "member", input: ({ runId }) => ({ like: runId }) },
  create: {
    access: "researcher",
    input: ({ strategyVersionId, datasetVersionId }) => ({ strategyVersionId, datasetVersionIds: [datasetVersionId] }),
  },
  cancel: { access: "researcher", input: ({ runId }) => ({ id: runId }) },
  rerun: { access: "researcher", input: ({ runId }) => ({ id: runId }) },
};
