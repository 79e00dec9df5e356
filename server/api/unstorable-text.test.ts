import { expect, test } from "vitest";
import { ImportInput, InspectInput, RenameDatasetInput } from "#server/datasets/index.ts";
import { CreateRunInput, ListRunsInput } from "#server/runs/index.ts";
import { appRouter } from "./root.ts";

// PostgreSQL has neither U+0000 nor half a surrogate pair: what gets to it fails there, as a fault of ours.
const id = "01980000-0000-7000-8000-000000000000";
const run = { strategyVersionId: id, datasetVersionIds: [id] };

test.each(
  ["\0", "\ud800"].flatMap(
    (bad) =>
      [
        ["an organisation's name", appRouter.organisations.rename._def.inputs[0], { name: `A${bad}` }],
        ["a dataset's name", RenameDatasetInput, { datasetId: id, name: `A${bad}` }],
        ["a new dataset's name", ImportInput, { uploadId: id, options: {}, into: { name: `A${bad}` } }],
        ["a column", InspectInput, { uploadId: id, options: { columns: { open: `A${bad}` } } }],
        ["a symbol to read", InspectInput, { uploadId: id, options: { symbol: `A${bad}` } }],
        ["a parameter", CreateRunInput, { ...run, params: { fast: `1${bad}` } }],
        ["a parameter's name", CreateRunInput, { ...run, params: { [`fast${bad}`]: 1 } }],
        ["a symbol to run", CreateRunInput, { ...run, symbols: [`A${bad}`] }],
        ["a symbol to look for", ListRunsInput, { symbol: `A${bad}` }],
      ] as const,
  ),
)("%s that cannot be stored is refused", (_, schema, value) => {
  const read = (input: unknown) => (schema as typeof ListRunsInput).safeParse(input).success;
  expect(read(value)).toBe(false);
  expect(read(JSON.parse(JSON.stringify(value).replaceAll(/\\u0000|\\ud800/g, "")))).toBe(true);
});
