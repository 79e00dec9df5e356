import { sql } from "drizzle-orm";
import { pgTable, primaryKey, text, uniqueIndex } from "drizzle-orm/pg-core";
import { createdAt, id, moment } from "./_columns.ts";

/** People. Global: one account may belong to several organisations. */
export const users = pgTable(
  "users",
  {
    id: id(),
    email: text().notNull(),
    name: text().notNull(),
    passwordHash: text().notNull(),
    emailVerifiedAt: moment(),
    createdAt: createdAt(),
  },
  (t) => [primaryKey({ columns: [t.id] }), uniqueIndex("users_email").on(sql`lower(${t.email})`)],
);
