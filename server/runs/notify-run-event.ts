import { sql } from "drizzle-orm";
import type { Tx } from "#server/database/connect.ts";
import type { Cursor } from "./stream/cursor.ts";

export const runEventsChannel = "run_events";
export const runCancelChannel = "run_cancel";

/** Tells every web process, at the commit, that a run has something new. Carries no content: readers look it up as their own tenant. */
export async function notifyRunEvent(tx: Tx, organizationId: string, runId: string, { epoch, seq }: Cursor): Promise<void> {
  await tx.execute(sql`select pg_notify(${runEventsChannel}, ${JSON.stringify({ organizationId, runId, epoch, seq })})`);
}

/** Tells the worker that holds a run, at the commit, that somebody wants it to end. */
export async function notifyCancel(tx: Tx, runId: string): Promise<void> {
  await tx.execute(sql`select pg_notify(${runCancelChannel}, ${runId})`);
}
