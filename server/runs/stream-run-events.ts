import type { Tenant } from "#server/database/connect.ts";
import { webDatabases } from "#server/database/databases.ts";
import type { AppError } from "#server/lib/errors.ts";
import { log } from "#server/lib/log.ts";
import { readRunEvents } from "./read-run-events.ts";
import { parseCursor } from "./stream/cursor.ts";
import { eventStream } from "./stream/event-stream.ts";
import { type RunEventHub, runEventHub } from "./stream/run-event-hub.ts";

// Next compiles every route into a module graph of its own; the process must listen once.
const shared = globalThis as { rustybtRunEvents?: RunEventHub };

export interface StreamRunEventsInput {
  readonly runId: string;
  readonly lastEventId: string | null;
  readonly signal: AbortSignal;
  /** Why the reader may not see the run any longer; asked again while the stream is open. */
  readonly whyEnded: () => Promise<AppError | undefined>;
}

/** A run's events for a browser, from where it was; `undefined` when it has seen the last one. */
export async function streamRunEvents(
  tenant: Tenant,
  { runId, lastEventId, signal, whyEnded }: StreamRunEventsInput,
): Promise<ReadableStream<Uint8Array> | undefined> {
  const { db, listen } = webDatabases().tenant;
  shared.rustybtRunEvents ??= runEventHub(listen, log);
  const hub = shared.rustybtRunEvents;
  const after = parseCursor(lastEventId);
  const { events, isLast } = await readRunEvents(db, tenant, runId, after);
  if (isLast && events.length === 0 && lastEventId !== null) return undefined;
  return eventStream(
    { read: (place) => readRunEvents(db, tenant, runId, place), subscribe: (wake) => hub.subscribe(runId, wake) },
    { after, signal, whyEnded },
  );
}
