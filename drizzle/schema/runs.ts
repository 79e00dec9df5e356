import { sql } from "drizzle-orm";
import { check, date, foreignKey, index, integer, jsonb, pgTable, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import { createdAt, id, moment, organizationId } from "./_columns.ts";
import { strategies } from "./strategies.ts";
import { strategyVersions } from "./strategy-versions.ts";

export const runStatuses = ["queued", "running", "succeeded", "failed", "cancelled"] as const;
export type RunStatus = (typeof runStatuses)[number];

/** How far a run is; the last one stays with the row. */
export interface RunProgress {
  readonly bar: number;
  readonly bars: number;
  readonly date: string;
  /** Decimal string. */
  readonly equity: string;
  readonly barsPerSecond: number;
}

/** Why a run failed. */
export interface RunError {
  readonly code: string;
  readonly message: string;
  readonly hint?: string;
  readonly bar?: number;
  readonly date?: string;
  readonly file?: string;
  readonly line?: number;
  readonly column?: number;
  readonly excerpt?: string;
}

/** The truth about a run: everything a worker does to it names the epoch of its attempt. */
export const runs = pgTable(
  "runs",
  {
    organizationId: organizationId(),
    id: id(),
    strategyId: uuid().notNull(),
    strategyVersionId: uuid().notNull(),
    status: text({ enum: runStatuses }).notNull().default("queued"),
    /** Of the latest attempt; 0 before the first. */
    epoch: integer().notNull().default(0),
    /** Run settings as the engine takes them, without params. */
    settings: jsonb().$type<Readonly<Record<string, unknown>>>().notNull(),
    params: jsonb().$type<Readonly<Record<string, string | number | boolean>>>().notNull(),
    datasetVersionIds: uuid().array().notNull(),
    symbols: text().array().notNull(),
    /** Exchange days, both included; null for all there is. */
    from: date("from_day", { mode: "string" }),
    to: date("to_day", { mode: "string" }),
    progress: jsonb().$type<RunProgress>(),
    error: jsonb().$type<RunError>(),
    cancelRequestedAt: moment(),
    queuedAt: moment().notNull().defaultNow(),
    startedAt: moment(),
    finishedAt: moment(),
    rerunOf: uuid(),
    createdBy: uuid().notNull(),
    createdAt: createdAt(),
  },
  (t) => [
    primaryKey({ columns: [t.organizationId, t.id] }),
    foreignKey({ columns: [t.organizationId, t.strategyId], foreignColumns: [strategies.organizationId, strategies.id] }),
    foreignKey({
      columns: [t.organizationId, t.strategyVersionId],
      foreignColumns: [strategyVersions.organizationId, strategyVersions.id],
    }),
    foreignKey({ columns: [t.organizationId, t.rerunOf], foreignColumns: [t.organizationId, t.id] }),
    index("runs_newest").on(t.organizationId, t.createdAt),
    index("runs_of_strategy").on(t.organizationId, t.strategyId, t.createdAt),
    // For claim_run, which knows a run by its id alone.
    index("runs_by_id").on(t.id),
    index("runs_unfinished").on(t.organizationId, t.status).where(sql`${t.status} in ('queued', 'running')`),
    check("runs_finished", sql`(${t.status} in ('queued', 'running')) = (${t.finishedAt} is null)`),
  ],
);
