import { eq, sql } from "drizzle-orm";
import { users } from "#drizzle/schema/index.ts";
import type { AuthDb } from "#server/database/connect.ts";

export type User = typeof users.$inferSelect;

/** The account of an address, whatever its capitals. */
export async function findUserByEmail(db: Pick<AuthDb, "select">, email: string): Promise<User | undefined> {
  const [user] = await db
    .select()
    .from(users)
    .where(eq(sql`lower(${users.email})`, email.toLowerCase()));
  return user;
}

/** An account that must be there, locked until the transaction ends: of two changes to it at once, one waits. */
export async function lockUser(tx: Pick<AuthDb, "select">, id: string): Promise<User> {
  const [user] = await tx.select().from(users).where(eq(users.id, id)).for("update");
  if (user === undefined) throw new Error(`no user ${id} behind a session or token`);
  return user;
}
