import { type ErrorDetails, isRustyBtError, RustyBtError, StrategyError } from "../errors.ts";
import { fromNative } from "../native.ts";
import { type CodePlace, placeOf } from "./strategy-place.ts";

/** When a callback was running. */
export interface RunMoment {
  /** `onBar`, `setup`, `a schedule`, … */
  readonly callback: string;
  /** Number of the bar within the run, from 1 as `ctx.bars` counts; undefined in `setup`. */
  readonly bar: number | undefined;
  readonly date: string | undefined;
  readonly symbols: readonly string[];
}

/**
 * What ended a run, with bar, date, symbols, and file and line of the user's code. Errors of the user's own become a `StrategyError` with
 * the original as cause; our errors keep class and code.
 */
export function strategyFailure(thrown: unknown, moment: RunMoment): RustyBtError {
  const error = fromNative(thrown);
  const place = placeOf(error) ?? (error instanceof Error ? placeOf(error.cause) : undefined);
  const where = describe(moment, place);
  const context = {
    ...(isRustyBtError(error) ? error.context : {}),
    callback: moment.callback,
    ...(moment.bar === undefined ? {} : { bar: moment.bar, date: moment.date }),
    symbols: moment.symbols,
    ...(place === undefined ? {} : { file: place.file, line: place.line, column: place.column }),
  };
  if (error instanceof RustyBtError) {
    const Class = error.constructor as new (message: string, details: ErrorDetails) => RustyBtError;
    const hint = error.hint === undefined ? {} : { hint: error.hint };
    return new Class(`${error.message} (${where})`, { code: error.code, ...hint, context, cause: error });
  }
  return new StrategyError(`the strategy threw ${nameOf(error)} (${where})`, {
    code: "strategy.threw",
    hint: "Correct the strategy; the cause has the original error.",
    context,
    cause: error,
  });
}

function describe({ callback, bar, date, symbols }: RunMoment, place: CodePlace | undefined): string {
  const named = symbols.length > 3 ? `${symbols.length} symbols` : symbols.join(", ");
  const when = bar === undefined ? callback : `${callback}, bar ${bar} of ${date ?? "?"}`;
  const at = place === undefined ? "" : `; ${place.file}:${place.line}:${place.column}`;
  return `in ${when}, ${named}${at}`;
}

function nameOf(error: unknown): string {
  if (error instanceof Error) return `${error.name}: ${error.message}`;
  try {
    return typeof error === "string" ? JSON.stringify(error) : String(error);
  } catch {
    return "something that has no text";
  }
}
