import type { EquityPoint } from "./document.ts";
import type { EquityCurve } from "./equity-curve.ts";

/** A log of more lines than this stands in its own file. */
export const mostEvents = 50_000;
export const equityFile = "equity.ndjson.gz";
export const eventsFile = "events.ndjson.gz";

const pointsAtOnce = 10_000;

/** The whole curve as canonical JSON lines, thousands of them a piece. */
export function* equityLines(curve: EquityCurve): Generator<string> {
  for (const points of curve.pieces(pointsAtOnce)) yield points.map(pointLine).join("");
}

/** Canonical JSON written by hand: the members are decimals and a time, which need no escapes. */
function pointLine({ cash, drawdown, equity, grossExposure, netExposure, t }: EquityPoint): string {
  return `{"cash":"${cash}","drawdown":"${drawdown}","equity":"${equity}","grossExposure":"${grossExposure}","netExposure":"${netExposure}","t":"${t}"}\n`;
}
