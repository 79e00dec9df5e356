import { pgTable, primaryKey, text } from "drizzle-orm/pg-core";
import { createdAt, id } from "./_columns.ts";

/** Tenants. A row is seen by its own members' transactions only. */
export const organizations = pgTable("organizations", { id: id(), name: text().notNull(), createdAt: createdAt() }, (t) => [
  primaryKey({ columns: [t.id] }),
]);
