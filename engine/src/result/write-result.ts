import { join } from "node:path";
import { ConfigurationError } from "../errors.ts";
import { nodeFs } from "../node-builtins.ts";
import { documentText } from "./document-text.ts";
import { mostEquityPoints } from "./kept-points.ts";
import { makeFolders, removeFolders } from "./make-folders.ts";
import type { BacktestResult } from "./result.ts";
import { gzipped } from "./result-files.ts";
import { equityFile } from "./sidecar-lines.ts";

/**
 * Writes `result.json` into a folder (made when missing), with `equity.ndjson.gz` and `events.ndjson.gz` beside it when the result is too
 * long for one document. Files appear whole or not at all, `result.json` last. Answers the paths written.
 *
 * Throws `ConfigurationError` `result.cannotWrite` naming the folder and the reason; nothing new is left behind then.
 *
 * ```ts
 * import { backtest, barsFrom, defineStrategy, writeResult } from "rustybt";
 *
 * const strategy = defineStrategy({
 *   onBar(ctx) {
 *     if (ctx.bars === 1) ctx.order(10);
 *   },
 * });
 * const data = barsFrom(
 *   [
 *     { time: "2024-01-02", open: "10", high: "11", low: "9", close: "10.5" },
 *     { time: "2024-01-03", open: "10.6", high: "12", low: "10", close: "11" },
 *   ],
 *   { symbol: "X" },
 * );
 * const paths = writeResult(await backtest({ strategy, data, cash: "1000" }), "out");
 * paths; // ["out/result.json"]
 * ```
 */
export function writeResult(result: BacktestResult, folder: string): string[] {
  const pending: [temporary: string, final: string][] = [];
  const place = (name: string) => {
    const temporary = join(folder, `.${name}.${process.pid}.tmp`);
    pending.push([temporary, join(folder, name)]);
    return temporary;
  };
  let made: readonly string[] = [];
  try {
    made = makeFolders(folder);
    // The curve goes to its file while it is made; its digest is then known without making it again.
    if (result.summary.points > mostEquityPoints) writePieces(place(equityFile), gzipped(result.equityLines()));
    const { sidecars } = result;
    if (sidecars?.events !== undefined) result.writeEvents(place(sidecars.events.file));
    writePieces(place("result.json"), [Buffer.from(documentText(result.toJSON()))]);
    for (const [temporary, final] of pending) nodeFs().renameSync(temporary, final);
  } catch (cause) {
    for (const [temporary] of pending) nodeFs().rmSync(temporary, { force: true });
    removeFolders(made);
    throw new ConfigurationError(`the result cannot be written to ${folder}: ${cause instanceof Error ? cause.message : String(cause)}`, {
      code: "result.cannotWrite",
      hint: "Give a folder that can be written to, with room for the files.",
      context: { folder },
      cause,
    });
  }
  return pending.map(([, final]) => final).reverse();
}

function writePieces(path: string, pieces: Iterable<Uint8Array>): void {
  const file = nodeFs().openSync(path, "w");
  try {
    for (const piece of pieces) {
      for (let written = 0; written < piece.length; ) written += nodeFs().writeSync(file, piece, written);
    }
  } finally {
    nodeFs().closeSync(file);
  }
}
