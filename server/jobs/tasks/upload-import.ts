import { z } from "zod";
import { defineTask } from "../define-task.ts";
import { retried } from "./retried.ts";

/** Makes a dataset version out of an inspected upload. */
export const uploadImport = defineTask({
  name: "upload.import",
  payload: z.strictObject({ organizationId: z.uuid(), uploadId: z.uuid() }),
  queue: retried,
});
