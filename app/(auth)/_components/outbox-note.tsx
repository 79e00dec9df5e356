import { TextLink } from "./text-link.tsx";

/** Only shown where no mail server is set and the installation is for trying out. */
export function OutboxNote() {
  return (
    <p className="border-t pt-4 text-muted text-note">
      This is a demo installation: its mails are in the <TextLink href="/outbox">outbox</TextLink>.
    </p>
  );
}
