import { enqueueMail } from "#server/mail/enqueue-mail.ts";
import type { AccountDeps } from "./account-deps.ts";
import { findUserByEmail } from "./find-user.ts";
import { limitAttempts } from "./limit-attempts.ts";
import { createOneTimeToken } from "./one-time-token.ts";
import { linkTo } from "./sign-up.ts";

/** Mails a link to set a new password, if the address has an account; the answer does not tell whether it has. */
export async function requestReset({ authDb, publicUrl, address }: AccountDeps, email: string): Promise<void> {
  await limitAttempts(authDb, "reset", { address, account: email });
  await authDb.transaction(async (tx) => {
    const user = await findUserByEmail(tx, email);
    if (user === undefined) return;
    const token = await createOneTimeToken(tx, user.id, "reset");
    await enqueueMail(tx, {
      to: user.email,
      template: "reset-password",
      props: { name: user.name, url: linkTo(publicUrl, "/reset", token) },
    });
  });
}
