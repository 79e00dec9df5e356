import { randomUUID } from "node:crypto";
import { mkdir, readdir, readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { createTransport } from "nodemailer";

export interface OutgoingMail {
  readonly to: string;
  readonly subject: string;
  readonly html: string;
  readonly text: string;
}

/** Where mails leave the portal. */
export interface MailTransport {
  send(mail: OutgoingMail): Promise<void>;
}

/** Hands mails to an SMTP server (`smtp://user:password@host:port`, `smtps://…`). */
export function smtpTransport(url: string, from: string): MailTransport {
  const smtp = createTransport(url);
  return {
    async send({ to, subject, html, text }) {
      await smtp.sendMail({ from, to, subject, html, text });
    },
  };
}

export interface OutboxMail extends OutgoingMail {
  readonly id: string;
  readonly at: string;
}

/** Puts mails into a folder, one JSON file each, for a portal without a mail server; the page `/outbox` shows them in demo mode. */
export function outboxTransport(folder: string): MailTransport {
  return {
    async send(mail) {
      await mkdir(folder, { recursive: true, mode: 0o700 });
      const at = new Date().toISOString();
      const id = `${at.replaceAll(/[:.]/g, "-")}-${randomUUID().slice(0, 8)}`;
      const path = join(folder, `${id}.json`);
      await writeFile(`${path}.part`, JSON.stringify({ id, at, ...mail } satisfies OutboxMail), { mode: 0o600 });
      await rename(`${path}.part`, path);
    },
  };
}

/** The mails of an outbox folder, newest first, at most `limit`. */
export async function readOutbox(folder: string, limit: number): Promise<OutboxMail[]> {
  let names: string[];
  try {
    names = await readdir(folder);
  } catch (error) {
    // No mail was ever sent.
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
    throw error;
  }
  const newest = names
    .filter((name) => name.endsWith(".json"))
    .sort()
    .reverse()
    .slice(0, limit);
  return Promise.all(newest.map(async (name) => JSON.parse(await readFile(join(folder, name), "utf8")) as OutboxMail));
}
