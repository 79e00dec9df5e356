import { asc, eq, sql } from "drizzle-orm";
import { runEvents, runs } from "#drizzle/schema/index.ts";
import { type Tenant, type TenantDb, withTenant } from "#server/database/connect.ts";
import { notFound } from "#server/lib/errors.ts";
import { isTerminal } from "./run-events.ts";
import type { Cursor } from "./stream/cursor.ts";
import type { StreamedEvent } from "./stream/event-stream.ts";

const mostEvents = 500;

/** The events of a run that follow a place, oldest first, and whether none will follow them. */
export async function readRunEvents(
  db: TenantDb,
  tenant: Tenant,
  runId: string,
  { epoch, seq }: Cursor,
): Promise<{ readonly events: readonly StreamedEvent[]; readonly isLast: boolean }> {
  return withTenant(db, tenant, async (tx) => {
    // First the status, then the events: a run seen as over has no event that the second statement could miss.
    const [run] = await tx.select({ status: runs.status }).from(runs).where(eq(runs.id, runId));
    if (run === undefined) throw notFound("run", runId);
    const events = await tx
      .select({ epoch: runEvents.epoch, seq: runEvents.seq, kind: runEvents.kind, body: runEvents.body })
      .from(runEvents)
      .where(sql`${runEvents.runId} = ${runId} and (${runEvents.epoch}, ${runEvents.seq}) > (${epoch}, ${seq})`)
      .orderBy(asc(runEvents.epoch), asc(runEvents.seq))
      .limit(mostEvents);
    return { events, isLast: isTerminal(run.status) };
  });
}
