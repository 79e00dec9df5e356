import { sql } from "drizzle-orm";
import { foreignKey, integer, jsonb, pgTable, primaryKey, text, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import { createdAt, id, moment, organizationId } from "./_columns.ts";
import { strategies } from "./strategies.ts";

/** One file of a version; the first one is the entry. */
export interface StrategyFile {
  readonly path: string;
  readonly text: string;
}

/** One parameter as the strategy declares it; amounts as decimal strings. */
export interface ParamSchema {
  readonly name: string;
  readonly kind: "int" | "float" | "decimal" | "choice" | "bool";
  readonly default: string | number | boolean;
  readonly min?: string | number | undefined;
  readonly max?: string | number | undefined;
  readonly step?: string | number | undefined;
  readonly choices?: readonly (string | number)[] | undefined;
}

/** Why a version cannot run, with the place in its files. */
export interface StrategyProblem {
  readonly message: string;
  readonly hint?: string;
  readonly file?: string;
  readonly line?: number;
  readonly column?: number;
}

/** Immutable: what a run names must stay what it was. Only what the inspection finds is filled in later. */
export const strategyVersions = pgTable(
  "strategy_versions",
  {
    organizationId: organizationId(),
    id: id(),
    strategyId: uuid().notNull(),
    number: integer().notNull(),
    /** Over sorted (relative path, bytes), as the command line's manifest has it. */
    sha256: text().notNull(),
    files: jsonb().$type<readonly StrategyFile[]>().notNull(),
    /** The name the strategy declares. */
    name: text(),
    params: jsonb().$type<readonly ParamSchema[]>(),
    problems: jsonb().$type<readonly StrategyProblem[]>(),
    inspectedAt: moment(),
    createdBy: uuid().notNull(),
    createdAt: createdAt(),
  },
  (t) => [
    primaryKey({ columns: [t.organizationId, t.id] }),
    foreignKey({ columns: [t.organizationId, t.strategyId], foreignColumns: [strategies.organizationId, strategies.id] }).onDelete(
      "cascade",
    ),
    uniqueIndex("strategy_versions_number").on(t.organizationId, t.strategyId, t.number),
    // The hash is over all files, whichever is the entry: the same files with another entry are another version.
    uniqueIndex("strategy_versions_content").on(t.organizationId, t.strategyId, t.sha256, sql`(${t.files} -> 0 ->> 'path')`),
  ],
);
