import { eq } from "drizzle-orm";
import { users } from "#drizzle/schema/index.ts";
import { hashPassword } from "#server/auth/password.ts";
import { endAllSessions } from "#server/auth/sessions.ts";
import type { AccountDeps } from "./account-deps.ts";
import { auditAccount } from "./audit-account.ts";
import { confirmAddress } from "./confirm-address.ts";
import { lockUser } from "./find-user.ts";
import { forgiveAttempts, limitAttempts } from "./limit-attempts.ts";
import { deleteTokensOf, useOneTimeToken } from "./one-time-token.ts";
import { tellOfNewPassword } from "./tell-of-new-password.ts";

/** Sets a new password by the token of a mail; every session of the account ends. The mailbox is confirmed by it too. */
export async function resetPassword(
  deps: AccountDeps,
  { token, password }: { token: string; password: string },
): Promise<{ email: string }> {
  const { authDb, address } = deps;
  await limitAttempts(authDb, "token", { address, account: token });
  const passwordHash = await hashPassword(password);
  const { email } = await authDb.transaction(async (tx) => {
    const user = await lockUser(tx, await useOneTimeToken(tx, token, "reset"));
    await tx.update(users).set({ passwordHash }).where(eq(users.id, user.id));
    await confirmAddress(tx, deps, user);
    await deleteTokensOf(tx, user.id);
    await endAllSessions(tx, user.id);
    await auditAccount(tx, { userId: user.id, action: "account.resetPassword", address });
    await tellOfNewPassword(tx, deps, user);
    return user;
  });
  await forgiveAttempts(authDb, email);
  return { email };
}
