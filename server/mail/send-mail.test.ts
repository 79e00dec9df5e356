import { once } from "node:events";
import { mkdtemp } from "node:fs/promises";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type ParsedMail, simpleParser } from "mailparser";
import { SMTPServer } from "smtp-server";
import { expect, test } from "vitest";
import { sendMail } from "./send-mail.ts";
import { outboxTransport, readOutbox, smtpTransport } from "./transport.ts";

const mail = { to: "zoe@example.org", template: "verify-email", props: { name: "Zoë", url: "https://bt.example/verify?token=abc" } };

test("over SMTP a mail arrives with its subject, both forms and its link", async () => {
  const received: Promise<ParsedMail>[] = [];
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ["STARTTLS"],
    onData(stream, _, done) {
      received.push(simpleParser(stream));
      stream.on("end", () => done());
    },
  });
  server.listen(0, "127.0.0.1");
  await once(server.server, "listening");
  const { port } = server.server.address() as AddressInfo;
  await sendMail(smtpTransport(`smtp://127.0.0.1:${port}`, "RustyBT <no-reply@bt.example>"), mail);
  const [parsed] = await Promise.all(received);
  await new Promise<void>((resolve) => server.close(() => resolve()));
  expect(parsed).toMatchObject({ subject: "Confirm your e-mail address", from: { text: '"RustyBT" <no-reply@bt.example>' } });
  expect(parsed?.text).toContain("Hello Zoë,");
  expect(parsed?.text).toContain(mail.props.url);
  expect(parsed?.html).toContain(`href="${mail.props.url}"`);
});

test("without a mail server mails lie in the outbox, newest first", async () => {
  const folder = join(await mkdtemp(join(tmpdir(), "rustybt-outbox-")), "outbox");
  expect(await readOutbox(folder, 10)).toEqual([]);
  const transport = outboxTransport(folder);
  await sendMail(transport, mail);
  await new Promise((resolve) => setTimeout(resolve, 2));
  await sendMail(transport, { ...mail, template: "reset-password" });
  const mails = await readOutbox(folder, 10);
  expect(mails.map(({ subject, to }) => [subject, to])).toEqual([
    ["Set a new password", "zoe@example.org"],
    ["Confirm your e-mail address", "zoe@example.org"],
  ]);
  expect(await readOutbox(folder, 1)).toHaveLength(1);
});

test("a template nobody wrote, and props it does not take, are refused", async () => {
  const transport = outboxTransport(tmpdir());
  await expect(sendMail(transport, { ...mail, template: "toString" })).rejects.toThrow('There is no mail template "toString".');
  await expect(sendMail(transport, { ...mail, props: { name: "Zoë", url: "javascript" } })).rejects.toThrow(/url/i);
});
