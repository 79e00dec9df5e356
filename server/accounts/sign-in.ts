import { isPassword } from "#server/auth/password.ts";
import { type SessionOrigin, type StartedSession, startSession } from "#server/auth/sessions.ts";
import { AppError } from "#server/lib/errors.ts";
import { enqueueMail } from "#server/mail/enqueue-mail.ts";
import type { AccountDeps } from "./account-deps.ts";
import { findUserByEmail } from "./find-user.ts";
import { limitAttempts } from "./limit-attempts.ts";
import { createOneTimeToken } from "./one-time-token.ts";
import { linkTo } from "./sign-up.ts";

/** Starts a session. A wrong address and a wrong password get one answer, after the same work. */
export async function signIn(
  { authDb, publicUrl, address }: AccountDeps,
  { email, password }: { email: string; password: string },
  origin: SessionOrigin,
): Promise<StartedSession> {
  await limitAttempts(authDb, "sign-in", { address, account: email });
  const user = await findUserByEmail(authDb, email);
  if (!(await isPassword(user?.passwordHash, password)) || user === undefined) {
    throw new AppError("unauthenticated", "E-mail address or password is wrong.", { hint: "Try again, or set a new password." });
  }
  if (user.emailVerifiedAt === null) {
    await authDb.transaction(async (tx) => {
      const token = await createOneTimeToken(tx, user.id, "verify");
      await enqueueMail(tx, {
        to: user.email,
        template: "verify-email",
        props: { name: user.name, url: linkTo(publicUrl, "/verify", token) },
      });
    });
    throw new AppError("forbidden", "This address is not confirmed yet.", {
      hint: "We have just sent you a new mail with a link; press it, then sign in.",
    });
  }
  return startSession(authDb, user.id, origin, null);
}
