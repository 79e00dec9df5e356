import { createHash } from "node:crypto";
import { Readable } from "node:stream";
import { createGunzip } from "node:zlib";
import { DataError } from "@rustybt/engine/errors";
import type { ResultDocument, Sidecar } from "@rustybt/engine/figures";
import { CurveFold, columnsOf, pointsOf } from "../charts/curve.ts";
import { type Curve, curveOf } from "../charts/index.ts";

/**
 * The equity curve of a result with month ends and drawdowns from every point, also where the document keeps only 2,000 of them: then `equityFile`
 * gives the bytes of `equity.ndjson.gz`. They are read as a stream, twice, and never stand in memory as a whole.
 *
 * Throws `DataError` `report.sidecar` when the bytes are not those the document names.
 */
export async function readCurve(result: ResultDocument, equityFile: Uint8Array | undefined): Promise<Curve> {
  const sidecar = result.sidecars?.equity;
  if (sidecar === undefined || equityFile === undefined) return curveOf(result);
  const times = new Float64Array(sidecar.count);
  const hash = createHash("sha256");
  let count = 0;
  for await (const line of lines(equityFile, sidecar)) {
    hash.update(line).update("\n");
    if (count < times.length) times[count] = Date.parse(pointOf(line, count, sidecar).t);
    count++;
  }
  if (count !== sidecar.count || hash.digest("hex") !== sidecar.sha256) {
    throw sidecarError(sidecar, `${sidecar.file} is not the file the result was written with: its sha256 or its number of lines differs`);
  }
  const fold = new CurveFold(result, times);
  let step = 0;
  for await (const line of lines(equityFile, sidecar)) {
    fold.add(pointOf(line, step, sidecar).equity, step);
    step++;
  }
  return { ...fold.finish(), points: pointsOf(columnsOf(result.equity)) };
}

async function* lines(gzipped: Uint8Array, sidecar: Sidecar): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let rest = "";
  try {
    for await (const piece of Readable.from([gzipped]).pipe(createGunzip())) {
      const parts = `${rest}${decoder.decode(piece, { stream: true })}`.split("\n");
      rest = parts.pop() ?? "";
      yield* parts;
    }
  } catch (cause) {
    throw sidecarError(sidecar, `${sidecar.file} is not whole gzip data`, cause);
  }
  if (rest !== "") yield rest;
}

function pointOf(line: string, at: number, sidecar: Sidecar): { readonly t: string; readonly equity: string } {
  const point: unknown = parsed(line, at, sidecar);
  if (typeof point === "object" && point !== null && "t" in point && "equity" in point) {
    const { t, equity } = point;
    if (typeof t === "string" && typeof equity === "string") return { t, equity };
  }
  throw sidecarError(sidecar, `${sidecar.file} line ${at + 1} is not a point of an equity curve`);
}

function parsed(line: string, at: number, sidecar: Sidecar): unknown {
  try {
    return JSON.parse(line);
  } catch (cause) {
    throw sidecarError(sidecar, `${sidecar.file} line ${at + 1} is not JSON`, cause);
  }
}

function sidecarError(sidecar: Sidecar, message: string, cause?: unknown): DataError {
  return new DataError(message, {
    code: "report.sidecar",
    hint: "Use the file that was written beside result.json, or leave it out: the report then says that its figures come from the kept points.",
    context: { file: sidecar.file },
    cause,
  });
}
