import { foreignKey, integer, jsonb, pgTable, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import { createdAt, organizationId } from "./_columns.ts";
import { runs } from "./runs.ts";

/** What a run said while it ran, in order; browsers resume after the last one they saw. */
export const runEvents = pgTable(
  "run_events",
  {
    organizationId: organizationId(),
    runId: uuid().notNull(),
    epoch: integer().notNull(),
    seq: integer().notNull(),
    kind: text({ enum: ["state", "progress", "equity", "log"] }).notNull(),
    body: jsonb().$type<Readonly<Record<string, unknown>>>().notNull(),
    at: createdAt(),
  },
  (t) => [
    primaryKey({ columns: [t.organizationId, t.runId, t.epoch, t.seq] }),
    foreignKey({ columns: [t.organizationId, t.runId], foreignColumns: [runs.organizationId, runs.id] }).onDelete("cascade"),
  ],
);
