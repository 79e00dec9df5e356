import { eq } from "drizzle-orm";
import { users } from "#drizzle/schema/index.ts";
import { hashPassword, isPassword } from "#server/auth/password.ts";
import { endAllSessions, type SessionOrigin, type StartedSession, startSession } from "#server/auth/sessions.ts";
import { AppError } from "#server/lib/errors.ts";
import type { AccountDeps } from "./account-deps.ts";
import { auditAccount, auditAttempt } from "./audit-account.ts";
import { lockUser } from "./find-user.ts";
import { limitAttempts } from "./limit-attempts.ts";
import { deleteTokensOf } from "./one-time-token.ts";
import { tellOfNewPassword } from "./tell-of-new-password.ts";

interface ChangePassword {
  readonly userId: string;
  readonly email: string;
  readonly current: string;
  readonly password: string;
  readonly origin: SessionOrigin;
  readonly organizationId: string | null;
}

/** Changes the password of whoever is signed in; all sessions end and this browser gets a new one. */
export async function changePassword(
  deps: AccountDeps,
  { userId, email, current, password, origin, organizationId }: ChangePassword,
): Promise<StartedSession> {
  const { authDb, address } = deps;
  await limitAttempts(authDb, "sign-in", { address, account: email });
  const started = await authDb.transaction(async (tx) => {
    const user = await lockUser(tx, userId);
    if (!(await isPassword(user.passwordHash, current))) return undefined;
    await tx
      .update(users)
      .set({ passwordHash: await hashPassword(password) })
      .where(eq(users.id, userId));
    await deleteTokensOf(tx, userId);
    await endAllSessions(tx, userId);
    await tellOfNewPassword(tx, deps, user);
    await auditAccount(tx, { userId, action: "account.changePassword", address });
    return startSession(tx, userId, origin, organizationId);
  });
  if (started !== undefined) return started;
  await auditAttempt(authDb, { userId, action: "account.changePasswordFailed", address });
  throw new AppError("invalid", "The current password is wrong.", { field: "current" });
}
