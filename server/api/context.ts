import { eq } from "drizzle-orm";
import { memberships, organizations } from "#drizzle/schema/index.ts";
import { readSessionToken } from "#server/auth/session-cookie.ts";
import type { Membership, Session } from "#server/auth/session-type.ts";
import { findSession } from "#server/auth/sessions.ts";
import { type AuthDb, type TenantDb, withUser } from "#server/database/connect.ts";
import { webDatabases } from "#server/database/databases.ts";
import { env } from "#server/lib/env.ts";

/** What a request brings along. Identity is read once, rights are checked where something is done. */
export interface Context {
  readonly requestId: string;
  readonly address: string;
  readonly userAgent: string;
  readonly session: Session | undefined;
  readonly memberships: readonly Membership[];
  /** The organisation worked in: the one chosen last, else the first one. */
  readonly membership: Membership | undefined;
  readonly db: TenantDb;
  readonly authDb: AuthDb;
  /** Cookies for the answer; nothing where there is no answer to put them on (a page). */
  readonly setCookie: (value: string) => void;
}

/** The context of a request, from its headers. */
export async function contextOf(headers: Pick<Headers, "get">, setCookie: (value: string) => void = () => {}): Promise<Context> {
  const { tenant, auth } = webDatabases();
  const session = await findSession(auth.db, readSessionToken(env().publicUrl, headers.get("cookie")));
  const memberships = session?.memberships ?? [];
  return {
    requestId: headers.get("x-request-id") ?? "none",
    address: headers.get("x-client-address") ?? "unknown",
    userAgent: headers.get("user-agent") ?? "",
    session,
    memberships,
    membership: memberships.find(({ organizationId }) => organizationId === session?.organizationId) ?? memberships[0],
    db: tenant.db,
    authDb: auth.db,
    setCookie,
  };
}

/** The organisations of a user, the oldest membership first. */
export async function listMemberships(db: AuthDb, userId: string): Promise<Membership[]> {
  return withUser(db, userId, (tx) =>
    tx
      .select({ organizationId: memberships.organizationId, organizationName: organizations.name, role: memberships.role })
      .from(memberships)
      .innerJoin(organizations, eq(organizations.id, memberships.organizationId))
      .where(eq(memberships.userId, userId))
      .orderBy(memberships.createdAt),
  );
}
