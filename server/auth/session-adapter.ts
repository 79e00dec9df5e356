import { eq, lt, sql } from "drizzle-orm";
import type { Adapter, DatabaseSession } from "lucia";
import { sessions } from "#drizzle/schema/index.ts";
import type { AuthDb } from "#server/database/connect.ts";
import type { Membership } from "./session-type.ts";

/** The connection for accounts, or a transaction on it. */
export type SessionDb = Pick<AuthDb, "select" | "insert" | "update" | "delete" | "execute">;

/** A row of `app.session_of`. Without a schema the driver leaves moments as text. */
interface SessionOf extends Record<string, unknown> {
  readonly user_id: string;
  readonly organization_id: string | null;
  readonly expires_at: string;
  readonly last_seen_at: string;
  readonly created_at: string;
  readonly ip_prefix: string;
  readonly user_agent: string;
  readonly email: string;
  readonly name: string;
  readonly memberships: readonly Membership[];
}

/** Lucia's storage over the tables of accounts. */
export function sessionAdapter(db: SessionDb): Adapter {
  return {
    async getSessionAndUser(sessionId) {
      const [row] = await db.execute<SessionOf>(sql`select * from app.session_of(${sessionId})`);
      if (row === undefined) return [null, null];
      const { user_id: userId, email, name, memberships } = row;
      const attributes = {
        createdAt: new Date(row.created_at),
        lastSeenAt: new Date(row.last_seen_at),
        ipPrefix: row.ip_prefix,
        userAgent: row.user_agent,
        organizationId: row.organization_id,
      };
      const session = { id: sessionId, userId, expiresAt: new Date(row.expires_at), attributes };
      return [session, { id: userId, attributes: { email, name, memberships } }];
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
