import { jsonb, pgTable, primaryKey, text, unique, uuid } from "drizzle-orm/pg-core";
import { createdAt, id, organizationId } from "./_columns.ts";
import { organizations } from "./organizations.ts";
import type { RunStatus } from "./runs.ts";

/** What a list of runs is narrowed to. */
export interface RunFilter {
  readonly status?: RunStatus | undefined;
  readonly strategyId?: string | undefined;
  readonly symbol?: string | undefined;
}

/** Filters that a member keeps under a name of their own. */
export const runFilters = pgTable(
  "run_filters",
  {
    organizationId: organizationId().references(() => organizations.id, { onDelete: "cascade" }),
    id: id(),
    userId: uuid().notNull(),
    name: text().notNull(),
    filter: jsonb().$type<RunFilter>().notNull(),
    createdAt: createdAt(),
  },
  (t) => [primaryKey({ columns: [t.organizationId, t.id] }), unique("run_filters_name").on(t.organizationId, t.userId, t.name)],
);
