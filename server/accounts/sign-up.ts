import { eq, sql } from "drizzle-orm";
import { users } from "#drizzle/schema/index.ts";
import { hashPassword } from "#server/auth/password.ts";
import { newId } from "#server/lib/ids.ts";
import { enqueueMail } from "#server/mail/enqueue-mail.ts";
import type { AccountDeps } from "./account-deps.ts";
import { findUserByEmail } from "./find-user.ts";
import type { SignUpInput } from "./inputs.ts";
import { limitAttempts } from "./limit-attempts.ts";
import { linkTo } from "./link-to.ts";
import { createOneTimeToken } from "./one-time-token.ts";
import { signUpClosed } from "./sign-up-closed.ts";
import { takingAtLeast } from "./taking-at-least.ts";

/**
 * Makes an account that waits for its address to be confirmed. Whether the address had one already is told to its mailbox only: the answer
 * and its time are the same.
 */
export async function signUp(deps: AccountDeps, { email, name, password }: SignUpInput): Promise<void> {
  const { authDb, publicUrl, address } = deps;
  await limitAttempts(authDb, "sign-up", { address, account: email });
  const closed = await signUpClosed(deps);
  if (closed !== undefined) throw closed;
  const passwordHash = await hashPassword(password);
  const work = () =>
    authDb.transaction(async (tx) => {
      // Of two sign-ups with one address at once, the second finds the first.
      await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${email.toLowerCase()}, 1))`);
      const existing = await findUserByEmail(tx, email);
      if (existing?.emailVerifiedAt) {
        const url = new URL("/sign-in", publicUrl).href;
        return enqueueMail(tx, { to: existing.email, template: "account-exists", props: { name: existing.name, url } });
      }
      // What nobody confirmed is nobody's: the latest sign-up counts, and its mail carries the one link that works.
      if (existing !== undefined) await tx.delete(users).where(eq(users.id, existing.id));
      const id = newId();
      await tx.insert(users).values({ id, email, name, passwordHash });
      const token = await createOneTimeToken(tx, id, "verify");
      await enqueueMail(tx, { to: email, template: "verify-email", props: { name, url: linkTo(publicUrl, "/verify", token) } });
    });
  await takingAtLeast(200, work);
}
