import { SourceMap, type SourceMapPayload } from "node:module";
import type { StrategyBundle } from "./bundle-strategy.ts";
import type { ErrorFrame } from "./frames.ts";
import type { JobError } from "./outcome.ts";

/** An error of a job in the user's own terms: places of the bundle become places of the user's files. */
export function jobError({ kind: _, line, column, rows, ...error }: ErrorFrame, strategy: StrategyBundle | undefined): JobError {
  const known = { ...error, ...(rows === undefined ? {} : { badRows: rows }), isInfrastructure: false };
  if (strategy === undefined) return known;
  const placeOf = placesOf(strategy);
  const message = error.message.replace(/(?:file:\/\/)?\/\S*?strategy\.mjs:(\d+):(\d+)/g, (whole, row: string, at: string) => {
    const place = placeOf(Number(row), Number(at));
    return place === undefined ? whole : `${place.file}:${place.line}:${place.column}`;
  });
  const place = line === undefined ? undefined : placeOf(line, column ?? 1);
  return { ...known, message, ...place };
}

interface Place {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly excerpt?: string;
}

function placesOf({ sourceMap, files }: StrategyBundle): (line: number, column: number) => Place | undefined {
  const payload: SourceMapPayload = JSON.parse(sourceMap);
  const map = new SourceMap(payload);
  return (line, column) => {
    const entry = map.findEntry(line - 1, column - 1);
    if (!("originalSource" in entry)) return undefined;
    const file = entry.originalSource.replace(/^strategy:/, "");
    const excerpt = files
      .find(({ path }) => path === file)
      ?.text.split("\n")
      [entry.originalLine]?.slice(0, 400);
    const place = { file, line: entry.originalLine + 1, column: entry.originalColumn + 1 };
    return excerpt === undefined ? place : { ...place, excerpt };
  };
}
