import { StrategyError } from "@rustybt/engine/errors";
import { type AmbientName, unsafeHint } from "./ambient-names.ts";

export interface SourcePlace {
  /** As shown to the user. */
  readonly file: string;
  readonly line: number | undefined;
  /** From 1. */
  readonly column?: number | undefined;
}

/** The one error for code a strategy may not use, wherever it is found out. */
export function refusedSource(what: string, ambient: AmbientName, place: SourcePlace): StrategyError {
  return new StrategyError(`${showPlace(place)}: ${what} ${ambient.brings}`, {
    code: "strategy.ambient",
    hint: `${ambient.instead} ${unsafeHint}`,
    context: {
      file: place.file,
      ...(place.line === undefined ? {} : { line: place.line }),
      ...(place.column === undefined ? {} : { column: place.column }),
      name: what,
    },
  });
}

function showPlace({ file, line }: SourcePlace): string {
  return line === undefined ? file : `${file}:${line}`;
}
