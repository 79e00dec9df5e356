import { Message } from "./message.tsx";

export interface VerifyEmailProps {
  readonly name: string;
  readonly url: string;
}

export const verifyEmailSubject = "Confirm your e-mail address";

export function VerifyEmail({ name, url }: VerifyEmailProps) {
  return (
    <Message
      preview="With your password, and your account is ready."
      paragraphs={[
        `Hello ${name},`,
        "confirm that this is your e-mail address and your account is ready. The link works once, for one hour, and asks for your password.",
      ]}
      action={{ label: "Confirm e-mail address", url }}
      note="You did not sign up? Then nothing needs to be done: without your confirmation there is no account."
    />
  );
}
