import { isPassword } from "#server/auth/password.ts";
import { type SessionOrigin, type StartedSession, startSession } from "#server/auth/sessions.ts";
import { AppError } from "#server/lib/errors.ts";
import type { AccountDeps } from "./account-deps.ts";
import { auditAccount } from "./audit-account.ts";
import { confirmAddress } from "./confirm-address.ts";
import { lockUser } from "./find-user.ts";
import { limitAttempts, rememberPlace } from "./limit-attempts.ts";
import { useOneTimeToken } from "./one-time-token.ts";

/**
 * Confirms an address by the token of its mail and the password of the sign-up, and starts a session. Both are asked for: whoever signs up with
 * the address of another has the password but not the mail, and the owner of the mailbox who presses the link does not open that account.
 */
export async function verifyEmail(
  deps: AccountDeps,
  { token, password }: { token: string; password: string },
  origin: SessionOrigin,
): Promise<StartedSession> {
  const { authDb, address } = deps;
  await limitAttempts(authDb, "token", { address, account: token });
  const { started, email } = await authDb.transaction(async (tx) => {
    // A wrong password rolls this back: the link still works.
    const user = await lockUser(tx, await useOneTimeToken(tx, token, "verify"));
    if (!(await isPassword(user.passwordHash, password))) {
      throw new AppError("invalid", "This is not the password of the sign-up.", {
        hint: "You did not sign up with it? Then sign up yourself: the latest sign-up counts.",
        field: "password",
      });
    }
    await confirmAddress(tx, deps, user);
    await auditAccount(tx, { userId: user.id, action: "account.confirmAddress", address });
    await auditAccount(tx, { userId: user.id, action: "account.signIn", address });
    return { started: await startSession(tx, user.id, origin, null), email: user.email };
  });
  await rememberPlace(authDb, { address, account: email });
  return started;
}
