import { isRustyBtError } from "@rustybt/engine/errors";
import { AppError } from "#server/lib/errors.ts";

/** What the engine refuses about settings or parameters, as an input somebody can correct. */
export function asInputError<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (!isRustyBtError(error)) throw error;
    const { parameter, key } = error.context;
    const field = typeof parameter === "string" ? `params.${parameter}` : typeof key === "string" ? key : undefined;
    throw new AppError("invalid", error.message, {
      ...(error.hint === undefined ? {} : { hint: error.hint }),
      ...(field === undefined ? {} : { field }),
      cause: error,
    });
  }
}
