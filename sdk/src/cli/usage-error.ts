import { ConfigurationError } from "@rustybt/engine/errors";

/** A command line that cannot be understood. */
export function usageError(message: string, hint: string, context: Readonly<Record<string, unknown>> = {}): ConfigurationError {
  return new ConfigurationError(message, { code: "cli.usage", hint, context });
}
