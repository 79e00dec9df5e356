import { readFile } from "node:fs/promises";
import { eq, sql } from "drizzle-orm";
import type { PgUpdateSetSource } from "drizzle-orm/pg-core";
import { runResults } from "#drizzle/schema/index.ts";
import { withTenant } from "#server/database/connect.ts";
import { type Delivery, reportRender } from "#server/jobs/index.ts";
import type { RunHost } from "./run-host.ts";

export interface RenderReportInput {
  readonly organizationId: string;
  readonly runId: string;
}

type ReportHost = Pick<RunHost, "db" | "objects" | "results" | "log">;

/** Renders the PDF of a finished run and keeps it with the result. The same result gives the same bytes. The last try that fails is noted. */
export async function renderReport(host: ReportHost, input: RenderReportInput, { retry }: Pick<Delivery, "retry">): Promise<void> {
  try {
    await render(host, input);
  } catch (error) {
    if (retry >= (reportRender.queue.retryLimit ?? 0)) await change(host, input, { pdfFailedAt: sql`now()` });
    throw error;
  }
}

async function render(host: ReportHost, input: RenderReportInput): Promise<void> {
  const { organizationId, runId } = input;
  const [result] = await withTenant(host.db, { organizationId }, (tx) =>
    tx.select({ objects: runResults.objects, pdfSha256: runResults.pdfSha256 }).from(runResults).where(eq(runResults.runId, runId)),
  );
  if (result === undefined || result.pdfSha256 !== null) return;
  const { document, "equity.ndjson.gz": equity } = result.objects;
  if (document === undefined) throw new Error(`run ${runId} has no document`);
  const read = (sha256: string): Promise<Uint8Array> => readFile(host.objects.path(sha256));
  const pdf = await host.results.pdf({
    document: await read(document.sha256),
    ...(equity === undefined ? {} : { equity: await read(equity.sha256) }),
  });
  const { sha256 } = await host.objects.put(pdf);
  await change(host, input, { pdfSha256: sha256, pdfFailedAt: null });
  host.log.info({ runId, organizationId, bytes: pdf.byteLength }, "report rendered");
}

async function change(
  host: ReportHost,
  { organizationId, runId }: RenderReportInput,
  to: PgUpdateSetSource<typeof runResults>,
): Promise<void> {
  await withTenant(host.db, { organizationId }, (tx) => tx.update(runResults).set(to).where(eq(runResults.runId, runId)));
}
