import type { ActionRow } from "./document.ts";
import type { LogEvent } from "./log-event.ts";

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
