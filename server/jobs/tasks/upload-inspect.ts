import { z } from "zod";
import { defineTask } from "../define-task.ts";
import { retried } from "./retried.ts";

/** Reads an uploaded file in the sandbox and reports its columns and rows. */
export const uploadInspect = defineTask({
  name: "upload.inspect",
  payload: z.strictObject({ organizationId: z.uuid(), uploadId: z.uuid() }),
  queue: retried,
});
