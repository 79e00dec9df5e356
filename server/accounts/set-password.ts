import { eq } from "drizzle-orm";
import { users } from "#drizzle/schema/index.ts";
import { hashPassword, isPassword } from "#server/auth/password.ts";
import { endAllSessions, type SessionOrigin, type StartedSession, startSession } from "#server/auth/sessions.ts";
import { AppError } from "#server/lib/errors.ts";
import { enqueueMail } from "#server/mail/enqueue-mail.ts";
import type { AccountDeps } from "./account-deps.ts";
import { createOwnOrganisation } from "./create-own-organisation.ts";
import { findUser, type User } from "./find-user.ts";
import { limitAttempts } from "./limit-attempts.ts";
import { useOneTimeToken } from "./one-time-token.ts";

/** Sets a new password by the token of a mail; every session of the account ends. The mailbox is confirmed by it too. */
export async function resetPassword(
  deps: AccountDeps,
  { token, password }: { token: string; password: string },
): Promise<{ email: string }> {
  await limitAttempts(deps.authDb, "token", { address: deps.address });
  const passwordHash = await hashPassword(password);
  const user = await deps.authDb.transaction(async (tx) => {
    const userId = await useOneTimeToken(tx, token, "reset");
    const before = await findUser(tx, userId);
    if (before === undefined) throw new Error(`no user ${userId} behind a token`);
    await tx
      .update(users)
      .set({ passwordHash, emailVerifiedAt: before.emailVerifiedAt ?? new Date() })
      .where(eq(users.id, userId));
    if (before.emailVerifiedAt === null) await createOwnOrganisation(tx, before);
    await tellOfChange(tx, deps, before);
    return before;
  });
  await endAllSessions(deps.authDb, user.id);
  return { email: user.email };
}

/** Changes the password of whoever is signed in; all sessions end and this browser gets a new one. */
export async function changePassword(
  deps: AccountDeps,
  {
    userId,
    current,
    password,
    origin,
    organizationId,
  }: { userId: string; current: string; password: string; origin: SessionOrigin; organizationId: string | null },
): Promise<StartedSession> {
  const user = await findUser(deps.authDb, userId);
  if (user === undefined) throw new Error(`no user ${userId} behind a session`);
  await limitAttempts(deps.authDb, "sign-in", { address: deps.address, account: user.email });
  if (!(await isPassword(user.passwordHash, current)))
    throw new AppError("invalid", "The current password is wrong.", { field: "current" });
  const passwordHash = await hashPassword(password);
  await deps.authDb.transaction(async (tx) => {
    await tx.update(users).set({ passwordHash }).where(eq(users.id, userId));
    await tellOfChange(tx, deps, user);
  });
  await endAllSessions(deps.authDb, userId);
  return startSession(deps.authDb, userId, origin, organizationId);
}

async function tellOfChange(tx: Parameters<typeof enqueueMail>[0], { publicUrl }: AccountDeps, { email, name }: User): Promise<void> {
  await enqueueMail(tx, { to: email, template: "password-changed", props: { name, url: new URL("/forgot", publicUrl).href } });
}
