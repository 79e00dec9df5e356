import { Message } from "./message.tsx";

export interface AccountExistsProps {
  readonly name: string;
  readonly url: string;
}

export const accountExistsSubject = "You already have an account";

/** Sent when somebody signs up with the address of an account: the page says the same to both, only the mailbox learns it. */
export function AccountExists({ name, url }: AccountExistsProps) {
  return (
    <Message
      preview="Sign in, or set a new password."
      paragraphs={[`Hello ${name},`, "someone tried to sign up with this e-mail address, which already has an account."]}
      action={{ label: "Sign in", url }}
      note="It was not you? Then nothing needs to be done: nothing was changed."
    />
  );
}
