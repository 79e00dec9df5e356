import type { Examples } from "../isolation/example.ts";

const files = [
  { path: "strategy.ts", text: 'export * from "./lib/signals.ts";\n' },
  { path: "lib/signals.ts", text: "export {};\n" },
];
const oneStrategy: NonNullable<Examples[string]["input"]> = ({ strategyId }) => ({ strategyId });

export const strategiesExamples: Examples = {
  list: { access: "member", input: () => ({}) },
  get: { access: "member", input: oneStrategy },
  version: { access: "member", input: ({ strategyVersionId }) => ({ versionId: strategyVersionId }) },
  templates: { access: "member" },
  create: { access: "researcher", input: () => ({ name: "New", files }) },
  save: { access: "researcher", input: ({ strategyId, strategyVersionId }) => ({ strategyId, baseVersionId: strategyVersionId, files }) },
  // The seeded version's data file is in no store.
  quickRun: {
    access: "researcher",
    input: ({ strategyVersionId, datasetVersionId }) => ({ versionId: strategyVersionId, datasetVersionId }),
    own: "unavailable",
  },
  inspectAgain: { access: "researcher", input: ({ strategyVersionId }) => ({ versionId: strategyVersionId }) },
  rename: { access: "researcher", input: ({ strategyId }) => ({ strategyId, name: "Renamed", description: "" }) },
  archive: { access: "researcher", input: oneStrategy },
  restore: { access: "researcher", input: oneStrategy },
};
