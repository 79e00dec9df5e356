import { bigint, foreignKey, index, jsonb, pgTable, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import { createdAt, id, moment, organizationId } from "./_columns.ts";
import { datasets } from "./datasets.ts";
import { organizations } from "./organizations.ts";

export const uploadStatuses = ["received", "inspecting", "inspected", "importing", "imported", "failed"] as const;

/** A file on its way to becoming a dataset version. */
export const uploads = pgTable(
  "uploads",
  {
    organizationId: organizationId().references(() => organizations.id, { onDelete: "cascade" }),
    id: id(),
    status: text({ enum: uploadStatuses }).notNull().default("received"),
    fileName: text().notNull(),
    bytes: bigint({ mode: "number" }).notNull(),
    sourceSha256: text().notNull(),
    /** The file as it came, in the object store. */
    objectSha256: text().notNull(),
    options: jsonb().$type<Readonly<Record<string, unknown>>>().notNull().default({}),
    report: jsonb().$type<Readonly<Record<string, unknown>>>(),
    problem: jsonb().$type<{ code: string; message: string; hint?: string; context?: Readonly<Record<string, unknown>> }>(),
    datasetId: uuid(),
    datasetVersionId: uuid(),
    createdBy: uuid().notNull(),
    createdAt: createdAt(),
    updatedAt: moment().notNull().defaultNow(),
  },
  (t) => [
    primaryKey({ columns: [t.organizationId, t.id] }),
    foreignKey({ columns: [t.organizationId, t.datasetId], foreignColumns: [datasets.organizationId, datasets.id] }).onDelete("cascade"),
    index("uploads_newest").on(t.organizationId, t.createdAt),
  ],
);
