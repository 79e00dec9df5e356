import { boolean, foreignKey, index, integer, pgTable, primaryKey, text, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import { createdAt, id, moment, organizationId } from "./_columns.ts";
import { runs } from "./runs.ts";

/** Links that show a run to people without an account. Looked up by the token's sha256, through `open_share` only. */
export const shares = pgTable(
  "shares",
  {
    organizationId: organizationId(),
    id: id(),
    runId: uuid().notNull(),
    tokenSha256: text().notNull(),
    showCode: boolean().notNull().default(false),
    expiresAt: moment(),
    revokedAt: moment(),
    views: integer().notNull().default(0),
    createdBy: uuid().notNull(),
    createdAt: createdAt(),
  },
  (t) => [
    primaryKey({ columns: [t.organizationId, t.id] }),
    foreignKey({ columns: [t.organizationId, t.runId], foreignColumns: [runs.organizationId, runs.id] }).onDelete("cascade"),
    uniqueIndex("shares_token").on(t.organizationId, t.tokenSha256),
    index("shares_by_token").on(t.tokenSha256),
  ],
);
