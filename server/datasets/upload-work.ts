import { and, eq } from "drizzle-orm";
import { uploads } from "#drizzle/schema/index.ts";
import { withTenant } from "#server/database/connect.ts";
import type { Delivery } from "#server/jobs/define-task.ts";
import { retried } from "#server/jobs/tasks/retried.ts";
import { log } from "#server/lib/log.ts";
import type { DataReport, Outcome } from "#server/sandbox/index.ts";
import type { DatasetHost } from "./dataset-host.ts";
import { readUpload, type Upload } from "./get-upload.ts";

/** What a job about an upload carries. */
export interface UploadPayload {
  readonly organizationId: string;
  readonly uploadId: string;
}

type Problem = NonNullable<Upload["problem"]>;

/** The file cannot be used: another attempt would find the same. */
class UploadProblem extends Error {
  readonly problem: Problem;

  constructor(problem: Problem) {
    super(problem.message);
    this.name = "UploadProblem";
    this.problem = problem;
  }
}

/**
 * Does a job's work on an upload that waits in `status`, and notes what became of it. Faults of this machine are thrown, so that the queue tries
 * again; when it will not, the upload says so instead of waiting for ever. An upload that was sent another way meanwhile is left alone.
 */
export async function workOnUpload(
  { db }: DatasetHost,
  { organizationId, uploadId }: UploadPayload,
  { retry, signal }: Pick<Delivery, "retry" | "signal">,
  status: "inspecting" | "importing",
  work: (upload: Upload) => Promise<Partial<typeof uploads.$inferInsert>>,
): Promise<void> {
  const tenant = { organizationId };
  const upload = await withTenant(db, tenant, (tx) => readUpload(tx, uploadId));
  // Done by an earlier delivery of this job.
  if (upload.status !== status) return;
  const isUnchanged = and(eq(uploads.id, uploadId), eq(uploads.status, status), eq(uploads.updatedAt, upload.updatedAt));
  const note = (changes: Partial<typeof uploads.$inferInsert>) =>
    withTenant(db, tenant, (tx) =>
      tx
        .update(uploads)
        .set({ ...changes, updatedAt: new Date() })
        .where(isUnchanged),
    );
  try {
    await note(await work(upload));
  } catch (error) {
    if (error instanceof UploadProblem) await note({ status: "failed", problem: error.problem });
    else if (signal.aborted || retry < (retried.retryLimit ?? 0)) throw error;
    else {
      log.error({ err: error, uploadId }, "an upload was given up");
      await note({
        status: "failed",
        problem: { code: "internal", message: "The file could not be read: something failed on our side.", hint: "Try again in a minute." },
      });
    }
  }
}

/** The report of a job that came to its end. Throws `UploadProblem` for what is the file's fault. */
export function reportOf(outcome: Outcome): DataReport {
  if (outcome.status === "succeeded" && outcome.result.data !== undefined) return outcome.result.data;
  if (outcome.status === "cancelled") throw new Error("the work on an upload was interrupted");
  if (outcome.status === "succeeded") throw new Error("a job on a price file came back without a report");
  const { code, message, hint, isInfrastructure } = outcome.error;
  if (isInfrastructure) throw new Error(`${code}: ${message}`);
  throw new UploadProblem({ code, message, ...(hint === undefined ? {} : { hint }) });
}
