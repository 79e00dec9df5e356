import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { Empty } from "#app/_ui/empty.tsx";
import { Moment } from "#app/_ui/moment.tsx";
import { PageHead } from "#app/_ui/page-head.tsx";
import { env } from "#server/lib/env.ts";
import { readOutbox } from "#server/mail/transport.ts";

export const metadata: Metadata = { title: "Outbox" };
export const dynamic = "force-dynamic";

const shown = 50;

/** The mails a demo installation did not send. There is no such page where a mail server is set, or real people sign up. */
export default async function OutboxPage() {
  const { isDemo, smtpUrl, folders } = env();
  if (!isDemo || smtpUrl !== undefined) notFound();
  const mails = await readOutbox(folders.outbox, shown);
  return (
    <main className="mx-auto w-full max-w-160 p-4 sm:p-6">
      <PageHead title="Outbox" note={`The last ${shown} mails of this demo installation, newest first.`} />
      {mails.length === 0 && <Empty title="No mails yet">Sign up, or ask for a new password, and the mail is here.</Empty>}
      <ol className="flex flex-col gap-4">
        {mails.map(({ id, at, to, subject, text }) => (
          <li key={id} className="rounded-md border p-4">
            <h2 className="font-semibold text-body">{subject}</h2>
            <p className="text-muted text-note">
              To {to}, <Moment at={new Date(at)} />
            </p>
            <div className="mt-2 whitespace-pre-wrap break-words">{withLinks(text, env().publicUrl.origin)}</div>
          </li>
        ))}
      </ol>
    </main>
  );
}

// Only links to this portal are made pressable.
function withLinks(text: string, origin: string) {
  return text.split(/(https?:\/\/\S+)/).map((part, index) =>
    part.startsWith(`${origin}/`) ? (
      // biome-ignore lint/suspicious/noArrayIndexKey: the parts of a fixed text
      <a key={index} href={part} className="text-accent underline underline-offset-2">
        {part}
      </a>
    ) : (
      part
    ),
  );
}
