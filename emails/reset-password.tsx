import { Message } from "./message.tsx";

export interface ResetPasswordProps {
  readonly name: string;
  readonly url: string;
}

export const resetPasswordSubject = "Set a new password";

export function ResetPassword({ name, url }: ResetPasswordProps) {
  return (
    <Message
      preview="The link works once, for one hour."
      paragraphs={[`Hello ${name},`, "someone asked for a new password for your account. The link works once, for one hour."]}
      action={{ label: "Set a new password", url }}
      note="It was not you? Then nothing needs to be done: your password stays as it is."
    />
  );
}
