/** An error as the log keeps it. */
export interface LoggableError {
  readonly type: string;
  readonly message: string;
  readonly stack: string;
  readonly code?: string;
  readonly constraint?: string;
  readonly cause?: LoggableError;
}

/**
 * What an error says, without the values of a failed query: drivers put them into message, stack and properties, and they are people's
 * addresses, links and password hashes.
 */
export function loggableError(error: unknown): LoggableError {
  if (!(error instanceof Error)) return { type: typeof error, message: String(error).slice(0, 500), stack: "" };
  const head = `${error.name}: ${error.message}`;
  const stack = error.stack ?? "";
  // The frames alone: the text before them repeats the message.
  const at = stack.indexOf(head);
  const frames = at === -1 ? stack.slice(Math.max(0, stack.search(/^\s+at /m))) : stack.slice(at + head.length).trimStart();
  const { code, constraint_name: constraint } = error as { code?: unknown; constraint_name?: unknown };
  return {
    type: error.constructor.name,
    message: withoutParameters(error),
    stack: frames,
    ...(typeof code === "string" ? { code } : {}),
    ...(typeof constraint === "string" ? { constraint } : {}),
    ...(error.cause === undefined ? {} : { cause: loggableError(error.cause) }),
  };
}

function withoutParameters(error: Error): string {
  // drizzle-orm's DrizzleQueryError: "Failed query: …$1…\nparams: …"; an error made of it repeats the text.
  return error.message.includes("Failed query: ") ? error.message.replace(/\nparams: [\s\S]*$/, "") : error.message;
}
