import { eq } from "drizzle-orm";
import { users } from "#drizzle/schema/index.ts";
import type { Tx } from "#server/database/connect.ts";
import type { AccountDeps } from "./account-deps.ts";
import { createOwnOrganisation } from "./create-own-organisation.ts";
import type { User } from "./find-user.ts";
import { assertRoomForOrganisation } from "./sign-up-closed.ts";

/** Notes that a user reads the mails of the address; the first time the account gets an organisation of its own. */
export async function confirmAddress(tx: Tx, deps: AccountDeps, user: User): Promise<void> {
  if (user.emailVerifiedAt !== null) return;
  await assertRoomForOrganisation(tx, deps);
  await tx.update(users).set({ emailVerifiedAt: new Date() }).where(eq(users.id, user.id));
  await createOwnOrganisation(tx, user);
}
