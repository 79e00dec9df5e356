import { eq } from "drizzle-orm";
import { runResults } from "#drizzle/schema/index.ts";
import { type Tenant, type TenantDb, withTenant } from "#server/database/connect.ts";
import { enqueue, reportRender } from "#server/jobs/index.ts";
import { notFound } from "#server/lib/errors.ts";

/** Asks for a report that could not be made once more; one that is there is left as it is. */
export async function makeReportAgain(db: TenantDb, tenant: Tenant, runId: string): Promise<void> {
  const { organizationId } = tenant;
  await withTenant(db, tenant, async (tx) => {
    const [result] = await tx.select({ pdfSha256: runResults.pdfSha256 }).from(runResults).where(eq(runResults.runId, runId));
    if (result === undefined) throw notFound("result of run", runId);
    if (result.pdfSha256 === null) await enqueue(tx, reportRender, { organizationId, runId });
  });
}
