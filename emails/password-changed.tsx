import { Message } from "./message.tsx";

export interface PasswordChangedProps {
  readonly name: string;
  readonly url: string;
}

export const passwordChangedSubject = "Your password was changed";

export function PasswordChanged({ name, url }: PasswordChangedProps) {
  return (
    <Message
      preview="All other sessions were signed out."
      paragraphs={[`Hello ${name},`, "the password of your account was changed just now, and all other sessions were signed out."]}
      action={{ label: "It was not me: set a new password", url }}
      note="It was you? Then nothing needs to be done."
    />
  );
}
