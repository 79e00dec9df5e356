import { z } from "zod";
import { blockOfText } from "#server/lib/typed-text.ts";

const day = z.iso.date("must be a day such as 2024-01-31");

/** What somebody asks for who starts a backtest. */
export const CreateRunInput = z.strictObject({
  strategyVersionId: z.uuid(),
  datasetVersionIds: z.array(z.uuid()).min(1, "choose at least one dataset").max(20),
  params: z.record(blockOfText(200), z.union([blockOfText(1000), z.number(), z.boolean()])).default({}),
  /** Settings of a run as the engine's table has them; what is left out takes its default. */
  settings: z.record(z.string().max(60), z.unknown()).default({}),
  /** All of the datasets without it. */
  symbols: z.array(blockOfText(200).min(1)).min(1).max(2000).optional(),
  from: day.optional(),
  to: day.optional(),
});
export type CreateRunInput = z.input<typeof CreateRunInput>;
