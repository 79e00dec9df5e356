import type { Examples } from "../isolation/example.ts";

const files = [{ path: "strategy.ts", text: "export {};\n" }];
const oneStrategy: NonNullable<Examples[string]["input"]> = ({ strategyId }) => ({ strategyId });

export const strategiesExamples: Examples = {
  list: { access: "member", input: () => ({}) },
  get: { access: "member", input: oneStrategy },
  version: { access: "member", input: ({ strategyVersionId }) => ({ versionId: strategyVersionId }) },
  templates: { access: "member" },
  create: { access: "researcher", input: () => ({ name: "New", files }) },
  save: { access: "researcher", input: ({ strategyId, strategyVersionId }) => ({ strategyId, baseVersionId: strategyVersionId, files }) },
  inspectAgain: { access: "researcher", input: ({ strategyVersionId }) => ({ versionId: strategyVersionId }) },
  rename: { access: "researcher", input: ({ strategyId }) => ({ strategyId, name: "Renamed", description: "" }) },
  archive: { access: "researcher", input: oneStrategy },
  restore: { access: "researcher", input: oneStrategy },
};
