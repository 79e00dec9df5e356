import { render, toPlainText } from "react-email";
import { mailOf } from "./templates.tsx";
import type { MailTransport } from "./transport.ts";

/** Renders a template and hands it over: the work behind `mail.send`. */
export async function sendMail(
  transport: MailTransport,
  { to, template, props }: { to: string; template: string; props: unknown },
): Promise<void> {
  const { subject, element } = mailOf(template, props);
  const html = await render(element);
  await transport.send({ to, subject, html, text: toPlainText(html) });
}
