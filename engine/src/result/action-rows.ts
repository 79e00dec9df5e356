import type { ActionRow } from "./document.ts";
import {
  type DividendEvent,
  type DividendPaidEvent,
  type LogEvent,
  type ReorganizationEvent,
  reorganizationTypes,
  type SplitEvent,
} from "./log-event.ts";

const types: ReadonlySet<string> = new Set(["dividend", "dividendPaid", "split", "stockDividend", ...reorganizationTypes]);
/** How their lines begin to be told from others; a dividend and its payment begin alike. */
const markers = [...types].filter((type) => type !== "dividendPaid").map((type) => `"type":"${type}${type === "dividend" ? "" : '"'}`);

type ActionEvent = DividendEvent | DividendPaidEvent | SplitEvent | ReorganizationEvent;

export function isAction(event: LogEvent): event is ActionEvent {
  return types.has(event.type);
}

/** The lines of a log that may be corporate actions, found without parsing all the others. */
export function actionEvents(log: string): LogEvent[] {
  const starts = new Set<number>();
  for (const marker of markers) {
    for (let at = log.indexOf(marker); at >= 0; at = log.indexOf(marker, at + 1)) starts.add(log.lastIndexOf("\n", at) + 1);
  }
  const ordered = [...starts].sort((a, b) => a - b);
  return ordered.map((start): LogEvent => JSON.parse(log.slice(start, log.indexOf("\n", start))));
}

/** Corporate actions of a log, without their postings. */
export function actionRows(events: Iterable<LogEvent>): ActionRow[] {
  const rows: ActionRow[] = [];
  for (const event of events) {
    if (!isAction(event)) continue;
    const { postings: _postings, ...row } = event;
    rows.push(row);
  }
  return rows;
}
