import { AppError } from "#server/lib/errors.ts";
import { log } from "#server/lib/log.ts";
import { httpStatusOf } from "./error-map.ts";
import { unavailableFor } from "./unavailable.ts";

/** The answer of a route that failed: what, and the next step for what is expected; a request id and no more for what is not. */
export function problemResponse(error: unknown, requestId: string): Response {
  const headers: Record<string, string> = { "Cache-Control": "no-store" };
  const told = error instanceof AppError ? error : unavailableFor(error);
  if (told !== error) log.error({ err: error, requestId }, "route failed");
  if (told === undefined) {
    return Response.json({ error: { code: "internal", message: "Something failed on our side.", requestId } }, { status: 500, headers });
  }
  const { code, message, hint, field, retryAfterSeconds } = told;
  if (retryAfterSeconds !== undefined) headers["Retry-After"] = String(Math.ceil(retryAfterSeconds));
  return Response.json({ error: { code, message, hint, field, requestId } }, { status: httpStatusOf(code), headers });
}
