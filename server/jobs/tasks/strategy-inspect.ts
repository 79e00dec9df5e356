import { z } from "zod";
import { defineTask } from "../define-task.ts";
import { retried } from "./retried.ts";

/** Bundles a strategy version and reads its name and parameters in the sandbox. */
export const strategyInspect = defineTask({
  name: "strategy.inspect",
  payload: z.strictObject({ organizationId: z.uuid(), versionId: z.uuid() }),
  queue: retried,
});
