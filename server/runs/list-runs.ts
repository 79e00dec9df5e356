import { and, desc, eq, inArray, sql } from "drizzle-orm";
import { z } from "zod";
import { type RunStatus, runResults, runStatuses, runs, strategies, strategyVersions } from "#drizzle/schema/index.ts";
import { type Tenant, type TenantDb, type Tx, withTenant } from "#server/database/connect.ts";
import { blockOfText } from "#server/lib/typed-text.ts";

export const ListRunsInput = z.strictObject({
  statuses: z.array(z.enum(runStatuses)).max(5).optional(),
  strategyId: z.uuid().optional(),
  strategyVersionId: z.uuid().optional(),
  symbol: blockOfText(200).min(1).optional(),
  createdBy: z.uuid().optional(),
  limit: z.number().int().min(1).max(200).default(50),
  /** The id of the last run of the page before. */
  cursor: z.uuid().optional(),
});
export type ListRunsInput = z.input<typeof ListRunsInput>;

export interface RunListItem {
  readonly id: string;
  readonly status: RunStatus;
  readonly strategy: { readonly id: string; readonly name: string; readonly versionId: string; readonly number: number };
  readonly symbols: readonly string[];
  readonly from: string | null;
  readonly to: string | null;
  readonly progress: { readonly bar: number; readonly bars: number; readonly barsPerSecond: number } | null;
  readonly error: { readonly code: string; readonly message: string } | null;
  readonly result: {
    readonly endValue: string;
    readonly totalReturn: string;
    readonly maxDrawdown: string;
    readonly sharpe: number | null;
    readonly trades: number;
    readonly currency: string;
    readonly from: string;
    readonly to: string;
    readonly isPdfReady: boolean;
  } | null;
  readonly queuedAt: Date;
  readonly startedAt: Date | null;
  readonly finishedAt: Date | null;
  readonly createdBy: { readonly id: string; readonly name: string };
}

/** Runs of an organisation, newest first. */
export async function listRuns(
  db: TenantDb,
  tenant: Tenant,
  input: ListRunsInput,
): Promise<{ readonly runs: readonly RunListItem[]; readonly nextCursor: string | null }> {
  const { statuses, strategyId, strategyVersionId, symbol, createdBy, limit, cursor } = ListRunsInput.parse(input);
  return withTenant(db, tenant, async (tx) => {
    const rows = await tx
      .select({
        id: runs.id,
        status: runs.status,
        strategyId: runs.strategyId,
        strategyName: strategies.name,
        versionId: runs.strategyVersionId,
        number: strategyVersions.number,
        symbols: runs.symbols,
        from: runs.from,
        to: runs.to,
        progress: runs.progress,
        error: runs.error,
        queuedAt: runs.queuedAt,
        startedAt: runs.startedAt,
        finishedAt: runs.finishedAt,
        createdBy: runs.createdBy,
        summary: runResults.summary,
        pdfSha256: runResults.pdfSha256,
        sharpe: sql<number | null>`(select (metric ->> 'value')::double precision from jsonb_array_elements(${runResults.metrics}) metric
          where metric ->> 'id' = 'sharpe' and jsonb_typeof(metric -> 'value') = 'number')`,
      })
      .from(runs)
      .innerJoin(strategies, and(eq(strategies.organizationId, runs.organizationId), eq(strategies.id, runs.strategyId)))
      .innerJoin(
        strategyVersions,
        and(eq(strategyVersions.organizationId, runs.organizationId), eq(strategyVersions.id, runs.strategyVersionId)),
      )
      .leftJoin(runResults, and(eq(runResults.organizationId, runs.organizationId), eq(runResults.runId, runs.id)))
      .where(
        and(
          statuses === undefined || statuses.length === 0 ? undefined : inArray(runs.status, statuses),
          strategyId === undefined ? undefined : eq(runs.strategyId, strategyId),
          strategyVersionId === undefined ? undefined : eq(runs.strategyVersionId, strategyVersionId),
          symbol === undefined ? undefined : sql`${symbol} = any(${runs.symbols})`,
          createdBy === undefined ? undefined : eq(runs.createdBy, createdBy),
          // Ids of version 7 sort by the moment they were made, so that a page has no gaps when runs are added meanwhile.
          cursor === undefined ? undefined : sql`${runs.id} < ${cursor}`,
        ),
      )
      .orderBy(desc(runs.id))
      .limit(limit + 1);
    const names = await memberNames(tx);
    const page = rows.slice(0, limit);
    return {
      runs: page.map((row) => listItem(row, names)),
      nextCursor: rows.length > limit ? (page.at(-1)?.id ?? null) : null,
    };
  });
}

/** Names of the organisation's members by user id. */
export async function memberNames(tx: Tx): Promise<ReadonlyMap<string, string>> {
  const members = await tx.execute<{ user_id: string; name: string }>(sql`select user_id, name from app.member_names()`);
  return new Map([...members].map(({ user_id: id, name }) => [id, name]));
}

interface Row {
  readonly id: string;
  readonly status: RunStatus;
  readonly strategyId: string;
  readonly strategyName: string;
  readonly versionId: string;
  readonly number: number;
  readonly symbols: string[];
  readonly from: string | null;
  readonly to: string | null;
  readonly progress: RunListItem["progress"];
  readonly error: RunListItem["error"];
  readonly queuedAt: Date;
  readonly startedAt: Date | null;
  readonly finishedAt: Date | null;
  readonly createdBy: string;
  readonly summary: Readonly<Record<string, unknown>> | null;
  readonly sharpe: number | null;
  readonly pdfSha256: string | null;
}

function listItem(row: Row, names: ReadonlyMap<string, string>): RunListItem {
  const { strategyId, strategyName, versionId, number, summary, sharpe, pdfSha256, createdBy, progress, error, ...run } = row;
  return {
    ...run,
    strategy: { id: strategyId, name: strategyName, versionId, number },
    progress: progress && { bar: progress.bar, bars: progress.bars, barsPerSecond: progress.barsPerSecond },
    error: error && { code: error.code, message: error.message },
    // A summary is stored as the verified document has it.
    result: summary && {
      endValue: String(summary.endValue),
      totalReturn: String(summary.totalReturn),
      maxDrawdown: String(summary.maxDrawdown),
      sharpe,
      trades: Number(summary.trades),
      currency: String(summary.currency),
      from: String(summary.from),
      to: String(summary.to),
      isPdfReady: pdfSha256 !== null,
    },
    createdBy: { id: createdBy, name: names.get(createdBy) ?? "a former member" },
  };
}
