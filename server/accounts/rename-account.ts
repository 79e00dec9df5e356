import { eq } from "drizzle-orm";
import { users } from "#drizzle/schema/index.ts";
import type { AuthDb } from "#server/database/connect.ts";

/** Changes how a user is called. */
export async function renameAccount(db: AuthDb, userId: string, name: string): Promise<void> {
  await db.update(users).set({ name }).where(eq(users.id, userId));
}
