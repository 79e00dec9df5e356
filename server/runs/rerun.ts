import { eq } from "drizzle-orm";
import { runs } from "#drizzle/schema/index.ts";
import { type TenantDb, withTenant } from "#server/database/connect.ts";
import { notFound } from "#server/lib/errors.ts";
import { type Author, createRun } from "./create-run.ts";
import type { CreateRunInput } from "./run-input.ts";

/** Starts a run with everything as it was in another one: the same seed, data, settings and parameters give the same hash. */
export async function rerun(db: TenantDb, author: Author, runId: string): Promise<{ readonly id: string }> {
  return createRun(db, author, await inputOfRun(db, author, runId), runId);
}

/** What would be asked for to get this run again. */
export async function inputOfRun(db: TenantDb, author: Author, runId: string): Promise<CreateRunInput> {
  const [run] = await withTenant(db, author, (tx) => tx.select().from(runs).where(eq(runs.id, runId)));
  if (run === undefined) throw notFound("run", runId);
  const { symbols, from, to, ...settings } = run.settings;
  return {
    strategyVersionId: run.strategyVersionId,
    datasetVersionIds: run.datasetVersionIds,
    params: run.params,
    settings,
    ...(Array.isArray(symbols) ? { symbols } : {}),
    ...(typeof from === "string" ? { from } : {}),
    ...(typeof to === "string" ? { to } : {}),
  };
}
