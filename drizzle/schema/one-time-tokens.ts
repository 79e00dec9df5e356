import { index, pgTable, text, uuid } from "drizzle-orm/pg-core";
import { createdAt, moment } from "./_columns.ts";
import { users } from "./users.ts";

/** Tokens of mailed links, by sha256; deleted by their use. */
export const oneTimeTokens = pgTable(
  "one_time_tokens",
  {
    id: text().primaryKey(),
    userId: uuid()
      .notNull()
      .references(() => users.id, { onDelete: "cascade" }),
    kind: text({ enum: ["verify", "reset"] }).notNull(),
    expiresAt: moment().notNull(),
    createdAt: createdAt(),
  },
  (t) => [index("one_time_tokens_user").on(t.userId, t.kind)],
);
