import { z } from "zod";
import { defineTask } from "../define-task.ts";
import { retried } from "./retried.ts";

/** Renders a finished run's PDF; the same result gives the same bytes, so that doing it twice changes nothing. */
export const reportRender = defineTask({
  name: "report.render",
  payload: z.strictObject({ organizationId: z.uuid(), runId: z.uuid() }),
  queue: retried,
});
