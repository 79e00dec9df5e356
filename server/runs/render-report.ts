import { readFile } from "node:fs/promises";
import { eq } from "drizzle-orm";
import { runResults } from "#drizzle/schema/index.ts";
import { withTenant } from "#server/database/connect.ts";
import type { RunHost } from "./run-host.ts";

export interface RenderReportInput {
  readonly organizationId: string;
  readonly runId: string;
}

/** Renders the PDF of a finished run and keeps it with the result. The same result gives the same bytes. */
export async function renderReport(host: Pick<RunHost, "db" | "objects" | "results" | "log">, input: RenderReportInput): Promise<void> {
  const { organizationId, runId } = input;
  const tenant = { organizationId };
  const [result] = await withTenant(host.db, tenant, (tx) =>
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
  await withTenant(host.db, tenant, (tx) => tx.update(runResults).set({ pdfSha256: sha256 }).where(eq(runResults.runId, runId)));
  host.log.info({ runId, organizationId, bytes: pdf.byteLength }, "report rendered");
}
