import { endSession, listSessions } from "#server/auth/sessions.ts";
import { notFound } from "#server/lib/errors.ts";
import type { AccountDeps } from "./account-deps.ts";
import { auditAccount } from "./audit-account.ts";

/** Ends one of the user's own sessions. */
export async function revokeSession({ authDb, address }: AccountDeps, userId: string, sessionId: string): Promise<void> {
  await authDb.transaction(async (tx) => {
    const own = await listSessions(tx, userId);
    const session = own.find(({ id }) => id === sessionId);
    if (session === undefined) throw notFound("session", sessionId.slice(0, 8));
    await endSession(tx, sessionId);
    await auditAccount(tx, { userId, action: "account.revokeSession", address, more: { ended: `session from ${session.ipPrefix}` } });
  });
}
