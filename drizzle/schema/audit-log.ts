import { bigint, jsonb, pgTable, primaryKey, text } from "drizzle-orm/pg-core";
import { moment, organizationId } from "./_columns.ts";

/** What was done in an organisation, in order. Rows are added and read, never changed: no key points out of it, history outlives its subjects. */
export const auditLog = pgTable(
  "audit_log",
  {
    organizationId: organizationId(),
    /** 1, 2, … without a gap. */
    seq: bigint({ mode: "number" }).notNull(),
    at: moment().notNull(),
    /** A user's id, `system`, or `anonymous` for whoever has not signed in. */
    actor: text().notNull(),
    /** Such as `strategy.create`. */
    action: text().notNull(),
    target: text().notNull(),
    before: jsonb().$type<Readonly<Record<string, unknown>>>(),
    after: jsonb().$type<Readonly<Record<string, unknown>>>(),
    previousHash: text().notNull(),
    hash: text().notNull(),
  },
  (t) => [primaryKey({ columns: [t.organizationId, t.seq] })],
);
