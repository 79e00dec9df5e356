"use client";

import { useEffect, useReducer, useState } from "react";
import { isTerminal, type RunStatus } from "#server/runs/run-events.ts";
import { type LiveEvent, liveRun, withEvent } from "./live-run.ts";

const kinds = ["state", "progress", "equity", "log"] as const;

/** Follows a run's stream until its last event. The browser reconnects by itself and says which event it saw last. */
export function useLiveRun(runId: string, status: RunStatus, onEnd: () => void) {
  const [run, dispatch] = useReducer(withEvent, liveRun(status));
  const [isConnected, setConnected] = useState(true);

  useEffect(() => {
    const source = new EventSource(`/api/runs/${runId}/events`);
    source.onopen = () => setConnected(true);
    source.onerror = () => setConnected(false);
    for (const kind of kinds) {
      source.addEventListener(kind, (message: MessageEvent<string>) => {
        const event = { epoch: Number(message.lastEventId.split(".")[0]), kind, body: JSON.parse(message.data) } as LiveEvent;
        dispatch(event);
        if (event.kind === "state" && isTerminal(event.body.status)) {
          source.close();
          onEnd();
        }
      });
    }
    return () => source.close();
  }, [runId, onEnd]);

  return { run, isConnected };
}
