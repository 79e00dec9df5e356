import { isRustyBtError, StrategyError } from "@rustybt/engine/errors";

/** A stray error as the strategy's failure; one of an `Error` that has no frame in its files is not the strategy's and stays as it is. */
export function leftBehind(error: unknown, place: string | undefined): unknown {
  if (place === undefined && error instanceof Error && !isRustyBtError(error)) return error;
  const message = error instanceof Error ? error.message : String(error);
  return new StrategyError(`${place === undefined ? "" : `${place}: `}${message} (in a timer or promise the strategy left behind)`, {
    code: "strategy.leftBehind",
    hint: "Do everything before a callback returns: ctx ends with it, and what is left to timers and promises is no part of the run.",
    context: { ...(isRustyBtError(error) ? error.context : {}), ...(place === undefined ? {} : { place }) },
    cause: error,
  });
}
