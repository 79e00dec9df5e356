import { eq } from "drizzle-orm";
import { users } from "#drizzle/schema/index.ts";
import type { AccountDeps } from "./account-deps.ts";
import { createOwnOrganisation } from "./create-own-organisation.ts";
import { limitAttempts } from "./limit-attempts.ts";
import { useOneTimeToken } from "./one-time-token.ts";

/** Confirms an address by the token of its mail, and gives the new account an organisation of its own. Answers the address. */
export async function verifyEmail({ authDb, address }: AccountDeps, token: string): Promise<{ email: string }> {
  await limitAttempts(authDb, "token", { address });
  return authDb.transaction(async (tx) => {
    const userId = await useOneTimeToken(tx, token, "verify");
    const [user] = await tx.update(users).set({ emailVerifiedAt: new Date() }).where(eq(users.id, userId)).returning();
    if (user === undefined) throw new Error(`no user ${userId} behind a token`);
    await createOwnOrganisation(tx, user);
    return { email: user.email };
  });
}
