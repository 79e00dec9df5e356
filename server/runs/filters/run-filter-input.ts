import { z } from "zod";
import { runStatuses } from "#drizzle/schema/index.ts";
import { blockOfText, lineOfText } from "#server/lib/typed-text.ts";

export const SaveRunFilterInput = z.strictObject({
  name: lineOfText(80, "Give the filter a name."),
  filter: z
    .strictObject({
      status: z.enum(runStatuses).optional(),
      strategyId: z.uuid().optional(),
      symbol: blockOfText(200).min(1).optional(),
    })
    .refine((filter) => Object.values(filter).some((value) => value !== undefined), "It leaves nothing out: choose a status first."),
});
export type SaveRunFilterInput = z.input<typeof SaveRunFilterInput>;
