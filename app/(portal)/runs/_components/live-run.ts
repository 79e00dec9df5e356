import type { LiveLogLine, LivePoint, LiveProgress, RunEventBody, RunProblem, RunStatus } from "#server/runs/run-events.ts";

/** What a browser knows of a run that it watches. */
export interface LiveRun {
  readonly status: RunStatus;
  /** Which attempt the rest belongs to. */
  readonly epoch: number;
  /** Why the run is not where it was: handed back, worker lost. */
  readonly reason?: string;
  readonly progress?: LiveProgress;
  readonly points: readonly LivePoint[];
  readonly logs: readonly LiveLogLine[];
  readonly droppedLogs: number;
  readonly error?: RunProblem;
}

export type LiveEvent = RunEventBody & { readonly epoch: number };

/** A curve on a screen has no more columns. */
const mostPoints = 4_000;
const mostLines = 500;

export function liveRun(status: RunStatus): LiveRun {
  return { status, epoch: -1, points: [], logs: [], droppedLogs: 0 };
}

/** The run after one more event. A new attempt begins from nothing; what an earlier one says late is ignored. */
export function withEvent(run: LiveRun, event: LiveEvent): LiveRun {
  if (event.epoch < run.epoch) return run;
  const current = event.epoch > run.epoch ? { ...liveRun(run.status), epoch: event.epoch } : run;
  switch (event.kind) {
    case "state": {
      const { status, reason, error } = event.body;
      return { ...current, status, ...(reason === undefined ? {} : { reason }), ...(error === undefined ? {} : { error }) };
    }
    case "progress":
      return { ...current, progress: event.body };
    case "equity":
      return { ...current, points: thinned([...current.points, ...event.body.points]) };
    case "log": {
      const { lines, dropped } = event.body;
      return { ...current, logs: [...current.logs, ...lines].slice(-mostLines), droppedLogs: current.droppedLogs + dropped };
    }
  }
}

/** Halves the older points when there are too many, so that the newest always stand in full. */
function thinned(points: readonly LivePoint[]): readonly LivePoint[] {
  return points.length <= mostPoints ? points : points.filter((_, index) => index % 2 === 0 || index >= points.length - 100);
}

/** Seconds until the end at the present speed; `undefined` before there is one. */
export function secondsLeft({ bar, bars, barsPerSecond }: LiveProgress): number | undefined {
  return barsPerSecond > 0 ? (bars - bar) / barsPerSecond : undefined;
}

/** 0 to 100, and 100 only at the end. */
export function percent({ bar, bars }: LiveProgress): number {
  return bars === 0 ? 0 : Math.floor((bar / bars) * 100);
}
