import { z } from "zod";
import { blockOfText, lineOfText } from "#server/lib/typed-text.ts";
import { filePath, filePathHint, longestPath, mostFiles } from "./file-path.ts";

const path = z.string().max(longestPath).regex(filePath, filePathHint);
const file = z.strictObject({ path, text: blockOfText(512 * 1024) });
const files = z
  .array(file)
  .min(1)
  .max(mostFiles)
  .refine((given) => new Set(given.map((one) => one.path)).size === given.length, "Two files have the same path.");
const name = lineOfText(80, "Give the strategy a name.");
const description = blockOfText(500).trim();

export const CreateStrategyInput = z.strictObject({ name, description: description.default(""), files });
export const SaveVersionInput = z.strictObject({
  strategyId: z.uuid(),
  /** The newest version its editor knew of; a newer one means that somebody else has saved since. */
  baseVersionId: z.uuid(),
  files,
});
export const QuickRunInput = z.strictObject({ versionId: z.uuid(), datasetVersionId: z.uuid() });
export const RenameStrategyInput = z.strictObject({ strategyId: z.uuid(), name, description });
export const ListStrategiesInput = z.strictObject({ isArchived: z.boolean().default(false) });
export type CreateStrategyInput = z.input<typeof CreateStrategyInput>;
export type SaveVersionInput = z.infer<typeof SaveVersionInput>;
export type QuickRunInput = z.infer<typeof QuickRunInput>;
export type RenameStrategyInput = z.infer<typeof RenameStrategyInput>;
