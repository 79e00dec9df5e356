import type { ActionRow } from "./document.ts";
import type { LogEvent } from "./log-event.ts";

/** The lines of a log that may be corporate actions, found without parsing all the others. */
export function actionEvents(log: string): LogEvent[] {
  const starts = new Set<number>();
  for (const marker of ['"type":"dividend', '"type":"split"']) {
    for (let at = log.indexOf(marker); at >= 0; at = log.indexOf(marker, at + 1)) starts.add(log.lastIndexOf("\n", at) + 1);
  }
  const ordered = [...starts].sort((a, b) => a - b);
  return ordered.map((start): LogEvent => JSON.parse(log.slice(start, log.indexOf("\n", start))));
}

/** Dividends and splits of a log, without their postings. */
export function actionRows(events: Iterable<LogEvent>): ActionRow[] {
  const rows: ActionRow[] = [];
  for (const event of events) {
    if (event.type !== "dividend" && event.type !== "dividendPaid" && event.type !== "split") continue;
    const { postings: _postings, ...row } = event;
    rows.push(row);
  }
  return rows;
}
