import { foreignKey, integer, pgTable, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import { createdAt, moment, organizationId } from "./_columns.ts";
import { runs } from "./runs.ts";

/** One worker's hold on a run: a lease by database time, and the epoch that fences its writes. */
export const runAttempts = pgTable(
  "run_attempts",
  {
    organizationId: organizationId(),
    runId: uuid().notNull(),
    epoch: integer().notNull(),
    worker: text().notNull(),
    leaseUntil: moment().notNull(),
    startedAt: createdAt(),
    finishedAt: moment(),
    outcome: text(),
  },
  (t) => [
    primaryKey({ columns: [t.organizationId, t.runId, t.epoch] }),
    foreignKey({ columns: [t.organizationId, t.runId], foreignColumns: [runs.organizationId, runs.id] }).onDelete("cascade"),
  ],
);
