import type { Examples } from "../isolation/example.ts";

const oneDataset: NonNullable<Examples[string]["input"]> = ({ datasetId }) => ({ datasetId });

export const datasetsExamples: Examples = {
  list: { access: "member", input: () => ({}) },
  get: { access: "member", input: oneDataset },
  report: { access: "member", input: ({ datasetVersionId }) => ({ versionId: datasetVersionId }) },
  // The seeded version's file is in no store.
  preview: { access: "member", input: ({ datasetVersionId }) => ({ versionId: datasetVersionId, symbol: "ACME" }), own: "unavailable" },
  rename: { access: "researcher", input: ({ datasetId }) => ({ datasetId, name: "Renamed" }) },
  archive: { access: "researcher", input: oneDataset },
  restore: { access: "researcher", input: oneDataset },
  upload: { access: "researcher", input: ({ uploadId }) => ({ uploadId }) },
  inspect: { access: "researcher", input: ({ uploadId }) => ({ uploadId, options: {} }) },
  import: { access: "researcher", input: ({ uploadId, datasetId }) => ({ uploadId, options: {}, into: { datasetId } }) },
};
