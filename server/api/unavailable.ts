import { isDatabaseDown } from "#server/database/is-database-down.ts";
import { AppError } from "#server/lib/errors.ts";

/** The error to tell for a failure of the database; nothing for any other. */
export function unavailableFor(error: unknown): AppError | undefined {
  if (!isDatabaseDown(error)) return undefined;
  return new AppError("unavailable", "The database does not answer at the moment.", {
    hint: "Try again in a few seconds; look first whether a change was made.",
    retryAfterSeconds: 5,
    cause: error,
  });
}
