import { index, pgTable, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import { createdAt, id, moment, organizationId } from "./_columns.ts";
import { organizations } from "./organizations.ts";

export const datasets = pgTable(
  "datasets",
  {
    organizationId: organizationId().references(() => organizations.id, { onDelete: "cascade" }),
    id: id(),
    name: text().notNull(),
    createdBy: uuid().notNull(),
    createdAt: createdAt(),
    archivedAt: moment(),
  },
  (t) => [primaryKey({ columns: [t.organizationId, t.id] }), index("datasets_newest").on(t.organizationId, t.createdAt)],
);
