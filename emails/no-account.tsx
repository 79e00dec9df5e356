import { Message } from "./message.tsx";

export interface NoAccountProps {
  readonly name: string;
  readonly url: string;
}

export const noAccountSubject = "There is no account with your address";

/** Sent when somebody forgot the password of an account that is not there: the page says the same to both, only the mailbox learns it. */
export function NoAccount({ name, url }: NoAccountProps) {
  return (
    <Message
      preview="Perhaps you signed up with another one."
      paragraphs={[
        `Hello ${name},`,
        "someone asked for a new password for this e-mail address, but it has no account. Perhaps you signed up with another one.",
      ]}
      action={{ label: "Sign up", url }}
      note="It was not you? Then nothing needs to be done."
    />
  );
}
