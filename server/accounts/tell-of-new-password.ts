import { enqueueMail } from "#server/mail/enqueue-mail.ts";
import type { AccountDeps } from "./account-deps.ts";
import type { User } from "./find-user.ts";

/** Mails the owner of an account that its password was changed, with what to do if it was somebody else. */
export async function tellOfNewPassword(
  tx: Parameters<typeof enqueueMail>[0],
  { publicUrl }: AccountDeps,
  { email, name }: User,
): Promise<void> {
  await enqueueMail(tx, { to: email, template: "password-changed", props: { name, url: new URL("/forgot", publicUrl).href } });
}
