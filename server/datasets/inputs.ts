import { z } from "zod";
import { lineOfText } from "#server/lib/typed-text.ts";
import { ImportOptions, ReadOptions } from "./read-options.ts";

const name = lineOfText(80, "Give the dataset a name.");

export const UploadId = z.strictObject({ uploadId: z.uuid() });
export const InspectInput = UploadId.extend({ options: ReadOptions });
export const ImportInput = UploadId.extend({
  options: ImportOptions,
  /** A new dataset of this name, or the next version of one that is there. */
  into: z.union([z.strictObject({ name }), z.strictObject({ datasetId: z.uuid() })]),
});
export const DatasetId = z.strictObject({ datasetId: z.uuid() });
export const VersionId = z.strictObject({ versionId: z.uuid() });
export const RenameDatasetInput = DatasetId.extend({ name });
export const PreviewInput = VersionId.extend({
  symbol: z.string().min(1).max(200),
  /** The first row, counted from 0; from the end when negative. */
  from: z.number().int().min(-1_000_000_000).max(1_000_000_000).default(0),
  count: z.number().int().min(1).max(200).default(50),
});
export type InspectInput = z.infer<typeof InspectInput>;
export type ImportInput = z.infer<typeof ImportInput>;
export type RenameDatasetInput = z.infer<typeof RenameDatasetInput>;
export type PreviewInput = z.infer<typeof PreviewInput>;
