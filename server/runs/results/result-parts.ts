import { gunzipSync } from "node:zlib";
import type { EquityPoint, ResultDocument } from "rustybt";
import { equityColumns } from "./equity-columns.ts";
import { overviewOf } from "./overview.ts";
import { rowColumns } from "./row-columns.ts";

export interface PartText {
  /** As the route `/api/runs/:id/parts/:name` knows it. */
  readonly name: string;
  readonly text: string;
}

/** What the pages load of a result, made from a document that has been verified: nothing a page shows can differ from it. */
export function* resultParts(document: ResultDocument, equitySidecar: Uint8Array | undefined): Generator<PartText> {
  const equity = equitySidecar === undefined ? document.equity : equityRows(equitySidecar);
  yield { name: "overview", text: JSON.stringify(overviewOf(document, equity)) };
  yield { name: "equity", text: JSON.stringify(equityColumns(equity)) };
  yield { name: "trades", text: JSON.stringify(rowColumns(document.trades)) };
  yield { name: "orders", text: JSON.stringify(rowColumns(document.orders)) };
  yield { name: "fills", text: JSON.stringify(rowColumns(document.fills)) };
  if (document.unfilled !== undefined) yield { name: "unfilled", text: JSON.stringify(rowColumns(document.unfilled)) };
  if (document.bounds !== undefined) yield { name: "deciding", text: JSON.stringify(rowColumns(document.bounds.bars)) };
  yield { name: "logs", text: JSON.stringify(rowColumns(document.logs)) };
}

/** As much as the verification unpacks. */
const mostUnpackedBytes = 2 ** 31;

/** Line by line: the whole of a long curve may be longer than a string can be. */
function equityRows(gzipped: Uint8Array): EquityPoint[] {
  const bytes = gunzipSync(gzipped, { maxOutputLength: mostUnpackedBytes });
  const rows: EquityPoint[] = [];
  for (let from = 0; from < bytes.length; ) {
    const end = bytes.indexOf(10, from);
    const to = end < 0 ? bytes.length : end;
    rows.push(JSON.parse(bytes.toString("utf8", from, to)));
    from = to + 1;
  }
  return rows;
}
