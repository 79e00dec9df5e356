import { nodeZlib } from "../node-builtins.ts";
import { documentText } from "./document-text.ts";
import { mostEquityPoints } from "./kept-points.ts";
import type { BacktestResult } from "./result.ts";
import { equityFile } from "./sidecar-lines.ts";

export interface ResultFile {
  readonly name: string;
  readonly pieces: Iterable<Uint8Array>;
}

const charactersAtOnce = 1 << 22;

/**
 * What `writeResult` puts into a folder, for a host that has none: `result.json` and, before it, the sidecars of a long result. The
 * pieces of a file must be taken before the next file.
 */
export function* resultFiles(result: BacktestResult): Generator<ResultFile> {
  // The curve goes first: its digest is then known without making it again.
  if (result.summary.points > mostEquityPoints) yield { name: equityFile, pieces: gzipped(result.equityLines()) };
  const { sidecars } = result;
  if (sidecars?.events !== undefined) yield { name: sidecars.events.file, pieces: gzipped(slices(result.eventsText())) };
  yield { name: "result.json", pieces: encoded(slices(documentText(result.toJSON()))) };
}

/** Each piece is a gzip member of its own; readers take the members as one stream. */
export function* gzipped(pieces: Iterable<string>): Generator<Uint8Array> {
  for (const piece of pieces) yield nodeZlib().gzipSync(piece);
}

function* encoded(pieces: Iterable<string>): Generator<Uint8Array> {
  const encoder = new TextEncoder();
  for (const piece of pieces) yield encoder.encode(piece);
}

/** Never between the halves of a surrogate pair. */
function* slices(text: string): Generator<string> {
  for (let from = 0; from < text.length; ) {
    let to = Math.min(from + charactersAtOnce, text.length);
    if (to < text.length && (text.charCodeAt(to - 1) & 0xfc00) === 0xd800) to++;
    yield text.slice(from, to);
    from = to;
  }
}
