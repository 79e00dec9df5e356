import type { Logger } from "pino";
import { z } from "zod";
import type { Connection } from "#server/database/connect.ts";
import { runEventsChannel } from "../notify-run-event.ts";

const Notice = z.object({ runId: z.uuid() });

export interface RunEventHub {
  /** Calls `wake` whenever a run may have something new; answers how to stop that. */
  subscribe(runId: string, wake: () => void): () => void;
}

/** One LISTEN connection for all streams of this process. After a lost connection everybody looks again, for nobody knows what was missed. */
export function runEventHub(listen: Connection<unknown>["listen"], log: Logger): RunEventHub {
  const readers = new Map<string, Set<() => void>>();
  const wakeAll = () => {
    for (const wakes of readers.values()) for (const wake of wakes) wake();
  };
  const onNotice = (payload: string) => {
    const notice = Notice.parse(JSON.parse(payload));
    for (const wake of readers.get(notice.runId) ?? []) wake();
  };
  listen(runEventsChannel, onNotice, wakeAll).catch((error: unknown) => {
    log.error({ err: error }, "run events are not announced; streams look for themselves every 15 s");
  });
  return {
    subscribe(runId, wake) {
      const wakes = readers.get(runId) ?? new Set();
      readers.set(runId, wakes.add(wake));
      return () => {
        wakes.delete(wake);
        if (wakes.size === 0) readers.delete(runId);
      };
    },
  };
}
