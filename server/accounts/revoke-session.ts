import { endSession, listSessions } from "#server/auth/sessions.ts";
import type { AuthDb } from "#server/database/connect.ts";
import { notFound } from "#server/lib/errors.ts";

/** Ends one of the user's own sessions. */
export async function revokeSession(db: AuthDb, userId: string, sessionId: string): Promise<void> {
  const own = await listSessions(db, userId);
  if (!own.some(({ id }) => id === sessionId)) throw notFound("session", sessionId.slice(0, 8));
  await endSession(db, sessionId);
}
