import { enqueueMail } from "#server/mail/enqueue-mail.ts";
import type { AccountDeps } from "./account-deps.ts";
import { auditAccount } from "./audit-account.ts";
import { findUserByEmail } from "./find-user.ts";
import { limitAttempts } from "./limit-attempts.ts";
import { linkTo } from "./link-to.ts";
import { createOneTimeToken } from "./one-time-token.ts";
import { takingAtLeast } from "./taking-at-least.ts";

/**
 * Mails a link to set a new password. An address without an account gets a mail that says so: the answer does not tell which it was, nor does
 * its time.
 */
export async function requestReset({ authDb, publicUrl, address }: AccountDeps, email: string): Promise<void> {
  await limitAttempts(authDb, "reset", { address, account: email });
  const work = () =>
    authDb.transaction(async (tx) => {
      const user = await findUserByEmail(tx, email);
      if (user === undefined) {
        const url = new URL("/sign-up", publicUrl).href;
        return enqueueMail(tx, { to: email, template: "no-account", props: { name: email, url } });
      }
      const token = await createOneTimeToken(tx, user.id, "reset");
      await auditAccount(tx, { userId: user.id, action: "account.requestReset", address, isStranger: true });
      const url = linkTo(publicUrl, "/reset", token);
      await enqueueMail(tx, { to: user.email, template: "reset-password", props: { name: user.name, url } });
    });
  await takingAtLeast(200, work);
}
