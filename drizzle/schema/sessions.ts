import { index, pgTable, text, uuid } from "drizzle-orm/pg-core";
import { createdAt, moment } from "./_columns.ts";
import { users } from "./users.ts";

/** Signed-in browsers. The id is the sha256 of the token in the cookie: who reads this table cannot sign in with it. */
export const sessions = pgTable(
  "sessions",
  {
    id: text().primaryKey(),
    userId: uuid()
      .notNull()
      .references(() => users.id, { onDelete: "cascade" }),
    /** The organisation last worked in. */
    organizationId: uuid(),
    expiresAt: moment().notNull(),
    lastSeenAt: moment().notNull(),
    ipPrefix: text().notNull(),
    userAgent: text().notNull(),
    createdAt: createdAt(),
  },
  (t) => [index("sessions_user").on(t.userId)],
);
