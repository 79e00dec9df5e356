import { bigint, foreignKey, integer, jsonb, pgTable, primaryKey, text, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import { createdAt, id, organizationId } from "./_columns.ts";
import { datasets } from "./datasets.ts";

/** One symbol of a dataset version. */
export interface DatasetSymbol {
  readonly symbol: string;
  readonly rows: number;
  /** RFC 3339 UTC. */
  readonly from: string;
  readonly to: string;
  readonly timezone: string;
  readonly isDaily: boolean;
  readonly intervalMs: number;
}

/** Immutable: the engine's column file in the object store, and where it came from. */
export const datasetVersions = pgTable(
  "dataset_versions",
  {
    organizationId: organizationId(),
    id: id(),
    datasetId: uuid().notNull(),
    number: integer().notNull(),
    objectSha256: text().notNull(),
    sourceName: text().notNull(),
    sourceSha256: text().notNull(),
    sourceBytes: bigint({ mode: "number" }).notNull(),
    rows: bigint({ mode: "number" }).notNull(),
    symbols: jsonb().$type<readonly DatasetSymbol[]>().notNull(),
    /** The validation report that was confirmed. */
    report: jsonb().$type<Readonly<Record<string, unknown>>>().notNull(),
    readOptions: jsonb().$type<Readonly<Record<string, unknown>>>().notNull(),
    createdBy: uuid().notNull(),
    createdAt: createdAt(),
  },
  (t) => [
    primaryKey({ columns: [t.organizationId, t.id] }),
    foreignKey({ columns: [t.organizationId, t.datasetId], foreignColumns: [datasets.organizationId, datasets.id] }).onDelete("cascade"),
    uniqueIndex("dataset_versions_number").on(t.organizationId, t.datasetId, t.number),
    uniqueIndex("dataset_versions_object").on(t.organizationId, t.datasetId, t.objectSha256),
  ],
);
