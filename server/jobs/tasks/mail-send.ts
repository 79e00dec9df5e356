import { z } from "zod";
import { defineTask } from "../define-task.ts";
import { retried } from "./retried.ts";

/** Renders a template of `emails/` and hands it to the transport; `props` are checked by the template's own schema. */
export const mailSend = defineTask({
  name: "mail.send",
  payload: z.strictObject({ to: z.email(), template: z.string().min(1), props: z.record(z.string(), z.unknown()) }),
  // Mails carry one-time links: a job that is done does not stay in the table.
  queue: { ...retried, retryLimit: 8, deleteAfterSeconds: 60 },
});
