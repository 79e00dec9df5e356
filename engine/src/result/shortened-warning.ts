import type { Warning } from "./document.ts";

interface Held {
  readonly all: number;
  readonly held: number;
}

/** What a long document that stands alone does not hold. */
export function shortenedWarning(points: Held, events: Held): Warning {
  return {
    code: "result.shortened",
    message: `This document stands alone and is shortened: it holds ${points.held} of ${points.all} points of the equity curve and ${events.held} of ${events.all} events, so it cannot be verified. Run again with --out DIR, or writeResult(result, folder), to have all of them.`,
    context: { points: points.all, pointsHeld: points.held, events: events.all, eventsHeld: events.held },
  };
}
