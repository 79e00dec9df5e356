import { eq, sql } from "drizzle-orm";
import { memberships } from "#drizzle/schema/index.ts";
import { appendAudit } from "#server/audit/index.ts";
import { networkOf } from "#server/auth/network-of.ts";
import type { AuthDb, Tx } from "#server/database/connect.ts";

interface AccountEvent {
  /** Whose account it is about. */
  readonly userId: string;
  readonly action:
    | "account.signIn"
    | "account.signInFailed"
    | "account.signOut"
    | "account.confirmAddress"
    | "account.requestReset"
    | "account.resetPassword"
    | "account.changePassword"
    | "account.changePasswordFailed"
    | "account.revokeSession";
  /** Of the client; its network is kept, as in the list of sessions. */
  readonly address: string;
  /** Nobody has shown to be the account's owner: the wrong password, a wish for a mail. */
  readonly isStranger?: boolean;
  readonly more?: Readonly<Record<string, string>>;
}

/**
 * Writes what happened to an account into the audit log of every organisation it belongs to: a session works in each of them. Within the
 * caller's transaction, so that neither exists without the other.
 */
export async function auditAccount(tx: Tx, { userId, action, address, isStranger = false, more = {} }: AccountEvent): Promise<void> {
  await tx.execute(sql`select set_config('app.user_id', ${userId}, true)`);
  const own = await tx.select({ id: memberships.organizationId }).from(memberships).where(eq(memberships.userId, userId));
  // Each log is locked while it is written: in one order, so that two people of the same organisations do not wait for each other.
  for (const organizationId of own.map(({ id }) => id).sort()) {
    await tx.execute(sql`select set_config('app.organization_id', ${organizationId}, true)`);
    const actor = isStranger ? "anonymous" : userId;
    await appendAudit(tx, { organizationId, actor, action, target: `user ${userId}`, after: { network: networkOf(address), ...more } });
  }
}

/** The same for what changed nothing else, such as a wrong password. */
export async function auditAttempt(db: AuthDb, event: AccountEvent): Promise<void> {
  await db.transaction((tx) => auditAccount(tx, event));
}
