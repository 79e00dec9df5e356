import { foreignKey, integer, jsonb, pgTable, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import { createdAt, moment, organizationId } from "./_columns.ts";
import { runs } from "./runs.ts";

/** A part of a result in the object store. */
export interface ResultObject {
  readonly sha256: string;
  readonly bytes: number;
}

/** The one result of a run. */
export const runResults = pgTable(
  "run_results",
  {
    organizationId: organizationId(),
    runId: uuid().notNull(),
    epoch: integer().notNull(),
    /** Over the event log. */
    hash: text().notNull(),
    seal: text().notNull(),
    engine: text().notNull(),
    summary: jsonb().$type<Readonly<Record<string, unknown>>>().notNull(),
    metrics: jsonb().$type<readonly Readonly<Record<string, unknown>>[]>().notNull(),
    objects: jsonb().$type<Readonly<Record<string, ResultObject>>>().notNull(),
    pdfSha256: text(),
    /** When the report was given up; it may be asked for again. */
    pdfFailedAt: moment(),
    createdAt: createdAt(),
  },
  (t) => [
    primaryKey({ columns: [t.organizationId, t.runId] }),
    foreignKey({ columns: [t.organizationId, t.runId], foreignColumns: [runs.organizationId, runs.id] }).onDelete("cascade"),
  ],
);
