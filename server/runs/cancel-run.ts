import { and, eq, gt, isNull, max, sql } from "drizzle-orm";
import { runAttempts, runEvents, runs } from "#drizzle/schema/index.ts";
import { appendAudit } from "#server/audit/index.ts";
import { type TenantDb, type Tx, withTenant } from "#server/database/connect.ts";
import { AppError, notFound } from "#server/lib/errors.ts";
import type { Author } from "./create-run.ts";
import { notifyCancel, notifyRunEvent } from "./notify-run-event.ts";
import type { RunStatus } from "./run-events.ts";

/**
 * Cancels a run. One that waits, or whose worker is gone, is cancelled when this returns; one that runs is told to end, and its worker says
 * when it has. Asking twice changes nothing.
 */
export async function cancelRun(db: TenantDb, author: Author, runId: string): Promise<{ readonly status: RunStatus }> {
  const { organizationId, userId } = author;
  return withTenant(db, author, async (tx) => {
    const [run] = await tx.select().from(runs).where(eq(runs.id, runId)).for("update");
    if (run === undefined) throw notFound("run", runId);
    if (run.status === "cancelled" || (run.status === "running" && run.cancelRequestedAt !== null && (await isHeld(tx, run)))) {
      return { status: run.status };
    }
    if (run.finishedAt !== null) {
      throw new AppError("conflict", `The run has ${run.status} already; there is nothing left to cancel.`);
    }
    await appendAudit(tx, { organizationId, actor: userId, action: "run.cancel", target: `run ${runId}` });
    if (run.status === "running" && (await isHeld(tx, run))) {
      await tx.update(runs).set({ cancelRequestedAt: sql`now()` }).where(eq(runs.id, runId));
      await notifyCancel(tx, runId);
      return { status: "running" };
    }
    // A new epoch: should the worker come back from the dead, it finds the run taken from it.
    const epoch = run.epoch + 1;
    await tx
      .update(runs)
      .set({ status: "cancelled", epoch, cancelRequestedAt: sql`now()`, finishedAt: sql`now()` })
      .where(eq(runs.id, runId));
    await tx.insert(runEvents).values({ organizationId, runId, epoch, seq: 0, kind: "state", body: { status: "cancelled" } });
    await notifyRunEvent(tx, organizationId, runId, { epoch, seq: 0 });
    return { status: "cancelled" };
  });
}

async function isHeld(tx: Tx, { id, epoch }: { readonly id: string; readonly epoch: number }): Promise<boolean> {
  const [attempt] = await tx
    .select({ leaseUntil: max(runAttempts.leaseUntil) })
    .from(runAttempts)
    .where(
      and(eq(runAttempts.runId, id), eq(runAttempts.epoch, epoch), isNull(runAttempts.finishedAt), gt(runAttempts.leaseUntil, sql`now()`)),
    );
  return attempt?.leaseUntil != null;
}
