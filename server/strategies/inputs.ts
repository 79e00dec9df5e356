import { z } from "zod";

const file = z.strictObject({ path: z.string().min(1).max(200), text: z.string().max(512 * 1024) });
const files = z.array(file).min(1).max(50);
const name = z.string().trim().min(1, "Give the strategy a name.").max(80);

export const CreateStrategyInput = z.strictObject({ name, description: z.string().trim().max(500).default(""), files });
export const SaveVersionInput = z.strictObject({
  strategyId: z.uuid(),
  /** The newest version when the editor opened; a newer one means that somebody else has saved since. */
  baseVersionId: z.uuid(),
  files,
});
export const RenameStrategyInput = z.strictObject({ strategyId: z.uuid(), name, description: z.string().trim().max(500) });
export type CreateStrategyInput = z.input<typeof CreateStrategyInput>;
export type SaveVersionInput = z.infer<typeof SaveVersionInput>;
export type RenameStrategyInput = z.infer<typeof RenameStrategyInput>;
