export type AppErrorCode =
  | "invalid"
  | "unauthenticated"
  | "forbidden"
  | "not_found"
  | "conflict"
  | "gone"
  | "limit_reached"
  | "unavailable";

export interface AppErrorDetails {
  /** The next step. */
  readonly hint?: string;
  /** The input it is about. */
  readonly field?: string;
  readonly retryAfterSeconds?: number;
  /** More for the page that shows it: plain data. */
  readonly context?: Readonly<Record<string, unknown>>;
  readonly cause?: unknown;
}

/** Something expected went wrong and its reader can do something about it: shown as it is, never with a stack. */
export class AppError extends Error {
  readonly code: AppErrorCode;
  readonly hint: string | undefined;
  readonly field: string | undefined;
  readonly retryAfterSeconds: number | undefined;
  readonly context: Readonly<Record<string, unknown>> | undefined;

  constructor(code: AppErrorCode, message: string, { hint, field, retryAfterSeconds, context, cause }: AppErrorDetails = {}) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = "AppError";
    this.code = code;
    this.hint = hint;
    this.field = field;
    this.retryAfterSeconds = retryAfterSeconds;
    this.context = context;
  }
}

/** The one answer for what is not there and for what belongs to somebody else: ids tell nothing. */
export function notFound(what: string, id: string): AppError {
  return new AppError("not_found", `There is no ${what} ${id} in this organisation.`, {
    hint: "It may have been removed, or belong to another organisation.",
  });
}

/** Impossible unless our code is wrong: ends the request, not the process. */
export function assert(condition: unknown, message: string): asserts condition {
  if (!condition) throw new Error(`assertion failed: ${message}`);
}
