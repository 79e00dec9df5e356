import { eq, lt } from "drizzle-orm";
import type { Adapter, DatabaseSession } from "lucia";
import { sessions, users } from "#drizzle/schema/index.ts";
import type { AuthDb } from "#server/database/connect.ts";

/** The connection for accounts, or a transaction on it. */
export type SessionDb = Pick<AuthDb, "select" | "insert" | "update" | "delete">;

/** Lucia's storage over the tables of accounts. */
export function sessionAdapter(db: SessionDb): Adapter {
  return {
    async getSessionAndUser(sessionId) {
      const [row] = await db
        .select({ session: sessions, email: users.email, name: users.name })
        .from(sessions)
        .innerJoin(users, eq(users.id, sessions.userId))
        .where(eq(sessions.id, sessionId));
      if (row === undefined) return [null, null];
      return [toDatabaseSession(row.session), { id: row.session.userId, attributes: { email: row.email, name: row.name } }];
    },
    async getUserSessions(userId) {
      const rows = await db.select().from(sessions).where(eq(sessions.userId, userId));
      return rows.map(toDatabaseSession);
    },
    async setSession({ id, userId, expiresAt, attributes }) {
      await db.insert(sessions).values({ id, userId, expiresAt, ...attributes });
    },
    async updateSessionExpiration(sessionId, expiresAt) {
      await db.update(sessions).set({ expiresAt }).where(eq(sessions.id, sessionId));
    },
    async deleteSession(sessionId) {
      await db.delete(sessions).where(eq(sessions.id, sessionId));
    },
    async deleteUserSessions(userId) {
      await db.delete(sessions).where(eq(sessions.userId, userId));
    },
    async deleteExpiredSessions() {
      await db.delete(sessions).where(lt(sessions.expiresAt, new Date()));
    },
  };
}

/** Notes that a session was used just now. */
export async function touchSession(db: SessionDb, sessionId: string): Promise<void> {
  await db.update(sessions).set({ lastSeenAt: new Date() }).where(eq(sessions.id, sessionId));
}

function toDatabaseSession(row: typeof sessions.$inferSelect): DatabaseSession {
  const { id, userId, expiresAt, createdAt, lastSeenAt, ipPrefix, userAgent, organizationId } = row;
  return { id, userId, expiresAt, attributes: { createdAt, lastSeenAt, ipPrefix, userAgent, organizationId } };
}
