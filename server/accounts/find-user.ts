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

export async function findUser(db: Pick<AuthDb, "select">, id: string): Promise<User | undefined> {
  const [user] = await db.select().from(users).where(eq(users.id, id));
  return user;
}
