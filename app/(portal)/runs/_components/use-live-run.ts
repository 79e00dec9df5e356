"use client";

import { useEffect, useReducer, useState } from "react";
import { isTerminal, type RunStatus } from "#server/runs/run-events.ts";
import { followEvents } from "./follow-events.ts";
import { type LiveEvent, liveRun, withEvent } from "./live-run.ts";

const kinds = ["state", "progress", "equity", "log"] as const;

/** Follows a run's stream until its last event; `onEnd` when it is over, or no longer to be seen. */
export function useLiveRun(runId: string, status: RunStatus, onEnd: () => void) {
  const [run, dispatch] = useReducer(withEvent, liveRun(status));
  const [isConnected, setConnected] = useState(true);

  useEffect(() => {
    const stop = followEvents(`/api/runs/${runId}/events`, kinds, {
      hear(kind, { lastEventId, data }) {
        const event = { epoch: Number(lastEventId.split(".")[0]), kind, body: JSON.parse(data) } as LiveEvent;
        dispatch(event);
        if (event.kind === "state" && isTerminal(event.body.status)) {
          stop();
          onEnd();
        }
      },
      connected: setConnected,
      gone: onEnd,
    });
    return stop;
  }, [runId, onEnd]);

  return { run, isConnected };
}
