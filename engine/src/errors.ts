/** What every error of RustyBT carries: a stable code, the values seen, and the next step. */
export interface ErrorDetails {
  readonly code: string;
  /** What to do next, as one sentence. */
  readonly hint?: string;
  /** The values seen and where: file, line, column, symbol, bar, … */
  readonly context?: Readonly<Record<string, unknown>>;
  readonly cause?: unknown;
}

const marker = Symbol.for("rustybt.error");

/** The root of all errors. `isRustyBtError` also recognises errors of another copy of this package. */
export class RustyBtError extends Error {
  override readonly name: string = "RustyBtError";
  readonly code: string;
  readonly hint: string | undefined;
  readonly context: Readonly<Record<string, unknown>>;
  readonly [marker] = true;

  constructor(message: string, details: ErrorDetails) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.code = details.code;
    this.hint = details.hint;
    this.context = details.context ?? {};
  }
}

/** A price file, an action file or bars handed in are not usable as they are. */
export class DataError extends RustyBtError {
  override readonly name = "DataError";
}

/** An order is malformed (off tick, off lot, unknown symbol, …). Refusals by market or account are data on the order instead. */
export class OrderError extends RustyBtError {
  override readonly name = "OrderError";
}

/** A setting, parameter or command-line flag is wrong. */
export class ConfigurationError extends RustyBtError {
  override readonly name = "ConfigurationError";
}

/** The user's strategy threw, or is not a strategy. Carries bar, date, file and line. */
export class StrategyError extends RustyBtError {
  override readonly name = "StrategyError";
}

/** A broker refused or could not be reached. */
export class BrokerError extends RustyBtError {
  override readonly name = "BrokerError";
}

/** A broken promise of ours; please report it. */
export class InternalError extends RustyBtError {
  override readonly name = "InternalError";
}

export function isRustyBtError(value: unknown): value is RustyBtError {
  return typeof value === "object" && value !== null && (value as { [marker]?: unknown })[marker] === true;
}
