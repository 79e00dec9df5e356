import { createHash, randomBytes } from "node:crypto";
import { Lucia, TimeSpan } from "lucia";
import { networkOf } from "./network-of.ts";
import { type SessionDb, sessionAdapter, touchSession } from "./session-adapter.ts";
import type { Session } from "./session-type.ts";

// This file is the only one that knows lucia (deprecated since 2025): replacing it is replacing this file and its adapter. Two things lucia
// does not do are done around it: the database keeps the hash of a token, never the token, and a session ends 30 days after its sign-in.
const idleDays = 7;
const longestDays = 30;
const dayMs = 86_400_000;
const touchMs = 600_000;

declare module "lucia" {
  interface Register {
    Lucia: ReturnType<typeof luciaFor>;
    DatabaseSessionAttributes: SessionAttributes;
    DatabaseUserAttributes: UserAttributes;
  }
}

type UserAttributes = Pick<Session, "email" | "name" | "memberships">;

export interface SessionAttributes {
  createdAt: Date;
  lastSeenAt: Date;
  ipPrefix: string;
  userAgent: string;
  organizationId: string | null;
}

/** What is kept of the browser that signs in, so that its owner recognises it in the list of sessions. */
export interface SessionOrigin {
  readonly address: string;
  readonly userAgent: string;
}

export interface StartedSession {
  /** Goes into the cookie and nowhere else. */
  readonly token: string;
  /** The latest moment at which it can still be of use; unused for a week it ends before. */
  readonly endsAt: Date;
}

/** Starts a session and makes its token. Signing in always makes a new one, so that a token planted before is worth nothing. */
export async function startSession(
  db: SessionDb,
  userId: string,
  origin: SessionOrigin,
  organizationId: string | null,
): Promise<StartedSession> {
  const token = randomBytes(32).toString("base64url");
  const now = new Date();
  await luciaFor(db).createSession(
    userId,
    {
      createdAt: now,
      lastSeenAt: now,
      ipPrefix: networkOf(origin.address),
      userAgent: origin.userAgent.slice(0, 300),
      organizationId,
    },
    { sessionId: sessionIdOf(token) },
  );
  return { token, endsAt: new Date(now.getTime() + longestDays * dayMs) };
}

/** The live session behind a token. Each use within its last half week prolongs it. */
export async function findSession(db: SessionDb, token: string | undefined): Promise<Session | undefined> {
  if (token === undefined) return undefined;
  const lucia = luciaFor(db);
  const { session, user } = await lucia.validateSession(sessionIdOf(token));
  if (session === null) return undefined;
  const now = Date.now();
  if (isTooOld(session, now)) {
    await lucia.invalidateSession(session.id);
    return undefined;
  }
  if (session.lastSeenAt.getTime() + touchMs <= now) await touchSession(db, session.id);
  const { id, userId, organizationId, expiresAt } = session;
  const { email, name, memberships } = user;
  return { id, userId, organizationId, expiresAt, email, name, memberships };
}

/** Whether a session is still one, looked at without using it: what a page keeps open does not prolong it. */
export async function isLiveSession(db: SessionDb, sessionId: string): Promise<boolean> {
  const [session] = await sessionAdapter(db).getSessionAndUser(sessionId);
  const now = Date.now();
  return session !== null && session.expiresAt.getTime() > now && !isTooOld(session.attributes, now);
}

export async function endSession(db: SessionDb, sessionId: string): Promise<void> {
  await luciaFor(db).invalidateSession(sessionId);
}

/** Ends every session of a user: after a change of password, whoever holds an old token is out. */
export async function endAllSessions(db: SessionDb, userId: string): Promise<void> {
  await luciaFor(db).invalidateUserSessions(userId);
}

export interface ListedSession extends SessionAttributes {
  readonly id: string;
  readonly expiresAt: Date;
}

/** The live sessions of a user, the one seen last first. */
export async function listSessions(db: SessionDb, userId: string): Promise<ListedSession[]> {
  const sessions = await luciaFor(db).getUserSessions(userId);
  return sessions
    .filter((session) => !isTooOld(session, Date.now()))
    .map(({ id, expiresAt, createdAt, lastSeenAt, ipPrefix, userAgent, organizationId }) => ({
      id,
      expiresAt,
      createdAt,
      lastSeenAt,
      ipPrefix,
      userAgent,
      organizationId,
    }))
    .sort((a, b) => b.lastSeenAt.getTime() - a.lastSeenAt.getTime());
}

/** Deletes what has expired. */
export async function deleteExpiredSessions(db: SessionDb): Promise<void> {
  await luciaFor(db).deleteExpiredSessions();
}

function luciaFor(db: SessionDb) {
  return new Lucia(sessionAdapter(db), {
    sessionExpiresIn: new TimeSpan(idleDays, "d"),
    getSessionAttributes: (attributes: SessionAttributes) => attributes,
    getUserAttributes: (attributes: UserAttributes) => attributes,
  });
}

function isTooOld({ createdAt }: { readonly createdAt: Date }, now: number): boolean {
  return createdAt.getTime() + longestDays * dayMs <= now;
}

function sessionIdOf(token: string): string {
  return createHash("sha256").update(token).digest("hex");
}
