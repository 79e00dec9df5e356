import { isRustyBtError } from "@rustybt/engine/errors";
import { AppError } from "#server/lib/errors.ts";

/** What settings come from, in the engine's words. */
export const inputSource = "the form";

/** What the engine refuses about settings or parameters, as an input somebody can correct. */
export function asInputError<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (!isRustyBtError(error)) throw error;
    const { parameter, key } = error.context;
    const field = typeof parameter === "string" ? `params.${parameter}` : typeof key === "string" ? key : undefined;
    // The engine names what gave the value; here that is the form the reader looks at.
    throw new AppError("invalid", error.message.replace(` (from ${inputSource})`, ""), {
      ...(error.hint === undefined ? {} : { hint: error.hint }),
      ...(field === undefined ? {} : { field }),
      cause: error,
    });
  }
}
