import { isNotNull, sql } from "drizzle-orm";
import { users } from "#drizzle/schema/index.ts";
import type { AuthDb, Tx } from "#server/database/connect.ts";
import { AppError } from "#server/lib/errors.ts";
import type { AccountDeps } from "./account-deps.ts";

/** Why nobody signs up here, or nothing when sign-up is open: a second organisation would stop the runs of the first. */
export async function signUpClosed({
  authDb,
  whyOneOrganisation,
}: Pick<AccountDeps, "authDb" | "whyOneOrganisation">): Promise<AppError | undefined> {
  return whyOneOrganisation !== undefined && (await hasOrganisation(authDb)) ? closed(whyOneOrganisation) : undefined;
}

/** Before an organisation is made: of two that are confirmed at once, the second finds the first. */
export async function assertRoomForOrganisation(tx: Tx, { whyOneOrganisation }: Pick<AccountDeps, "whyOneOrganisation">): Promise<void> {
  if (whyOneOrganisation === undefined) return;
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended('the one organisation', 2))`);
  if (await hasOrganisation(tx)) throw closed(whyOneOrganisation);
}

// Whoever confirmed an address has an organisation; the role for accounts does not see those of others.
async function hasOrganisation(db: Pick<AuthDb, "select">): Promise<boolean> {
  const confirmed = await db.select({ id: users.id }).from(users).where(isNotNull(users.emailVerifiedAt)).limit(1);
  return confirmed.length > 0;
}

function closed(why: string): AppError {
  return new AppError("forbidden", "Sign-up is closed: this machine runs strategies of one organisation, which is there already.", {
    hint: why,
  });
}
