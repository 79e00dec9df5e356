import { eq } from "drizzle-orm";
import { users } from "#drizzle/schema/index.ts";
import { hashPassword, isOutdatedHash, isPassword } from "#server/auth/password.ts";
import { deleteExpiredSessions, type SessionOrigin, type StartedSession, startSession } from "#server/auth/sessions.ts";
import { AppError } from "#server/lib/errors.ts";
import { enqueueMail } from "#server/mail/enqueue-mail.ts";
import type { AccountDeps } from "./account-deps.ts";
import { auditAccount, auditAttempt } from "./audit-account.ts";
import { findUserByEmail } from "./find-user.ts";
import { limitAttempts, rememberPlace } from "./limit-attempts.ts";
import { linkTo } from "./link-to.ts";
import { createOneTimeToken, deleteExpiredTokens } from "./one-time-token.ts";
import { takingAtLeast } from "./taking-at-least.ts";

/** Starts a session. A wrong address and a wrong password get one answer, after the same time. */
export async function signIn(
  { authDb, publicUrl, address }: AccountDeps,
  { email, password }: { email: string; password: string },
  origin: SessionOrigin,
): Promise<StartedSession> {
  await limitAttempts(authDb, "sign-in", { address, account: email });
  const user = await findUserByEmail(authDb, email);
  if (!(await isPassword(user?.passwordHash, password)) || user === undefined) {
    // Both sides have hashed; noting the attempt is work for an account that is there.
    await takingAtLeast(100, async () => {
      if (user !== undefined) await auditAttempt(authDb, { userId: user.id, action: "account.signInFailed", address, isStranger: true });
    });
    throw new AppError("unauthenticated", "E-mail address or password is wrong.", { hint: "Try again, or set a new password." });
  }
  if (user.emailVerifiedAt === null) {
    // As many mails to an unconfirmed address as by signing up again.
    await limitAttempts(authDb, "sign-up", { address, account: email });
    await authDb.transaction(async (tx) => {
      const token = await createOneTimeToken(tx, user.id, "verify");
      const url = linkTo(publicUrl, "/verify", token);
      await enqueueMail(tx, { to: user.email, template: "verify-email", props: { name: user.name, url } });
    });
    throw new AppError("forbidden", "This address is not confirmed yet.", {
      hint: "We have just sent you a new mail with a link: it signs you in.",
    });
  }
  if (isOutdatedHash(user.passwordHash)) {
    await authDb
      .update(users)
      .set({ passwordHash: await hashPassword(password) })
      .where(eq(users.id, user.id));
  }
  await deleteExpiredSessions(authDb);
  await deleteExpiredTokens(authDb);
  const started = await authDb.transaction(async (tx) => {
    await auditAccount(tx, { userId: user.id, action: "account.signIn", address });
    return startSession(tx, user.id, origin, null);
  });
  await rememberPlace(authDb, { address, account: email });
  return started;
}
