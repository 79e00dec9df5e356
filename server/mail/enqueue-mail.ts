import { enqueue, mailSend } from "#server/jobs/index.ts";
import type { TemplateName } from "./template-name.ts";

export interface Mail {
  readonly to: string;
  readonly template: TemplateName;
  readonly props: { readonly name: string; readonly url: string };
}

/** Sends a mail when the caller's transaction commits, and not otherwise. */
export async function enqueueMail(tx: Parameters<typeof enqueue>[0], { to, template, props }: Mail): Promise<void> {
  await enqueue(tx, mailSend, { to, template, props });
}
