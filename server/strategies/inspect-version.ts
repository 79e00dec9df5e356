import { and, eq, isNull } from "drizzle-orm";
import { type ParamSchema, type StrategyProblem, strategyVersions } from "#drizzle/schema/index.ts";
import { type TenantDb, withTenant } from "#server/database/connect.ts";
import { type Delivery, strategyInspect } from "#server/jobs/index.ts";
import { bundleStrategy, inspectLimits, organisationsHere, runInSandbox } from "#server/sandbox/index.ts";

interface Inspection {
  readonly name: string | null;
  readonly params: readonly ParamSchema[] | null;
  readonly problems: readonly StrategyProblem[];
}

/**
 * Reads a version's declared name and parameters in the sandbox, or why it cannot run, and notes it with the version. The work behind
 * `strategy.inspect`. A fault of this machine is thrown, so that the queue tries again; the last attempt also notes it, for the version stays
 * unread until somebody asks for another inspection.
 */
export async function inspectVersion(
  db: TenantDb,
  { organizationId, versionId }: { readonly organizationId: string; readonly versionId: string },
  { signal, retry }: Pick<Delivery, "signal" | "retry">,
): Promise<void> {
  const tenant = { organizationId };
  const isUnread = and(eq(strategyVersions.id, versionId), isNull(strategyVersions.inspectedAt));
  const [version] = await withTenant(db, tenant, (tx) =>
    tx.select({ files: strategyVersions.files }).from(strategyVersions).where(isUnread),
  );
  // Removed with its strategy, or inspected by an earlier delivery of this job.
  if (version === undefined) return;
  const note = (found: Partial<Inspection> & { inspectedAt?: Date }) =>
    withTenant(db, tenant, (tx) => tx.update(strategyVersions).set(found).where(isUnread));
  try {
    await note({ ...(await inspect(version.files, signal, await organisationsHere(db))), inspectedAt: new Date() });
  } catch (error) {
    const isLast = retry >= (strategyInspect.queue.retryLimit ?? 0);
    if (isLast && error instanceof MachineFault) await note({ problems: [error.problem] });
    throw error;
  }
}

/** Nothing the strategy could be blamed for. */
class MachineFault extends Error {
  readonly problem: StrategyProblem;

  constructor(code: string, message: string, hint: string | undefined) {
    super(`${code}: ${message}`);
    this.problem = { message, ...(hint && { hint }) };
  }
}

async function inspect(
  files: Parameters<typeof bundleStrategy>[0],
  signal: AbortSignal,
  organisations: "one" | "several",
): Promise<Inspection> {
  const bundled = await bundleStrategy(files);
  if ("problems" in bundled) {
    const problems = bundled.problems.map(({ message, hint, file, line, column }) => ({
      message,
      ...(hint && { hint }),
      file,
      line,
      column,
    }));
    return { name: null, params: null, problems };
  }
  const outcome = await runInSandbox({ job: { task: "inspect", strategy: bundled.bundle }, limits: inspectLimits, signal, organisations });
  if (outcome.status === "succeeded" && outcome.result.strategy !== undefined) {
    const { name, params } = outcome.result.strategy;
    return { name, params, problems: [] };
  }
  if (outcome.status === "cancelled") throw new Error("the inspection was interrupted");
  if (outcome.status === "succeeded") throw new Error("an inspection without a strategy");
  const { code, message, hint, file, line, column, isInfrastructure } = outcome.error;
  if (isInfrastructure) throw new MachineFault(code, message, hint);
  const problem = { message, ...(hint && { hint }), ...(file && { file }), ...(line && { line }), ...(column && { column }) };
  return { name: null, params: null, problems: [problem] };
}
