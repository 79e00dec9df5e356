import type { Readable } from "node:stream";
import { eq } from "drizzle-orm";
import { runResults } from "#drizzle/schema/index.ts";
import { type Tenant, type TenantDb, withTenant } from "#server/database/connect.ts";
import { AppError, notFound } from "#server/lib/errors.ts";
import type { ObjectStore } from "#server/storage/object-store.ts";

export interface StoredPart {
  readonly sha256: string;
  readonly bytes: number;
  readonly stream: Readable;
}

/** One stored part of a run's result, gzipped as it was stored; `pdf` is the rendered report. */
export async function readResultPart(
  db: TenantDb,
  tenant: Tenant,
  { runId, name, objects }: { readonly runId: string; readonly name: string; readonly objects: ObjectStore },
): Promise<StoredPart> {
  const [result] = await withTenant(db, tenant, (tx) =>
    tx
      .select({ objects: runResults.objects, pdfSha256: runResults.pdfSha256, pdfFailedAt: runResults.pdfFailedAt })
      .from(runResults)
      .where(eq(runResults.runId, runId)),
  );
  if (result === undefined) throw notFound("result of run", runId);
  const sha256 = name === "pdf" ? result.pdfSha256 : Object.hasOwn(result.objects, name) ? result.objects[name]?.sha256 : undefined;
  if (sha256 === null && result.pdfFailedAt !== null) {
    throw new AppError("unavailable", "The report could not be made.", { hint: "Have it made again on the page of the run." });
  }
  if (sha256 === null) {
    throw new AppError("unavailable", "The report is being made.", { hint: "Ask again in a few seconds.", retryAfterSeconds: 2 });
  }
  if (sha256 === undefined) throw notFound(`part ${name} of run`, runId);
  const { stream, bytes } = await objects.read(sha256);
  return { sha256, bytes, stream };
}
