import { endSession } from "#server/auth/sessions.ts";
import type { AccountDeps } from "./account-deps.ts";
import { auditAccount } from "./audit-account.ts";

/** Ends the session of this browser. */
export async function signOut(
  { authDb, address }: AccountDeps,
  { id, userId }: { readonly id: string; readonly userId: string },
): Promise<void> {
  await authDb.transaction(async (tx) => {
    await endSession(tx, id);
    await auditAccount(tx, { userId, action: "account.signOut", address });
  });
}
