import { and, eq, isNull } from "drizzle-orm";
import { type ParamSchema, type StrategyProblem, strategyVersions } from "#drizzle/schema/index.ts";
import { type TenantDb, withTenant } from "#server/database/connect.ts";
import { bundleStrategy, inspectLimits, runInSandbox } from "#server/sandbox/index.ts";

interface Inspection {
  readonly name: string | null;
  readonly params: readonly ParamSchema[] | null;
  readonly problems: readonly StrategyProblem[];
}

/**
 * Reads a version's declared name and parameters in the sandbox, or why it cannot run, and notes it with the version. The work behind
 * `strategy.inspect`; throws for faults of this machine, so that the queue tries again.
 */
export async function inspectVersion(
  db: TenantDb,
  { organizationId, versionId }: { readonly organizationId: string; readonly versionId: string },
  signal: AbortSignal,
): Promise<void> {
  const tenant = { organizationId };
  const isOpen = and(eq(strategyVersions.id, versionId), isNull(strategyVersions.inspectedAt));
  const [version] = await withTenant(db, tenant, (tx) => tx.select().from(strategyVersions).where(isOpen));
  // Removed with its strategy, or inspected by an earlier delivery of this job.
  if (version === undefined) return;
  const found = await inspect(version.files, signal);
  await withTenant(db, tenant, (tx) =>
    tx
      .update(strategyVersions)
      .set({ ...found, inspectedAt: new Date() })
      .where(isOpen),
  );
}

async function inspect(files: Parameters<typeof bundleStrategy>[0], signal: AbortSignal): Promise<Inspection> {
  const bundled = await bundleStrategy(files);
  if ("problems" in bundled) return { name: null, params: null, problems: bundled.problems };
  const outcome = await runInSandbox({ job: { task: "inspect", strategy: bundled.bundle }, limits: inspectLimits, signal });
  if (outcome.status === "succeeded" && outcome.result.strategy !== undefined) {
    const { name, params } = outcome.result.strategy;
    return { name, params, problems: [] };
  }
  if (outcome.status === "cancelled") throw new Error("the inspection was interrupted");
  if (outcome.status === "succeeded") throw new Error("an inspection without a strategy");
  if (outcome.error.isInfrastructure) throw new Error(`${outcome.error.code}: ${outcome.error.message}`);
  const { message, hint, file, line, column } = outcome.error;
  const problem = { message, ...(hint && { hint }), ...(file && { file }), ...(line && { line }), ...(column && { column }) };
  return { name: null, params: null, problems: [problem] };
}
