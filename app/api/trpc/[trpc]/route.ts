import { fetchRequestHandler } from "@trpc/server/adapters/fetch";
import { contextOf } from "#server/api/context.ts";
import { appRouter } from "#server/api/root.ts";
import { AppError } from "#server/lib/errors.ts";

const handle = (request: Request) =>
  fetchRequestHandler({
    endpoint: "/api/trpc",
    req: request,
    router: appRouter,
    createContext: ({ req, resHeaders }) => contextOf(req.headers, (cookie) => resHeaders.append("Set-Cookie", cookie)),
    responseMeta: ({ errors }) => ({ headers: { "Cache-Control": "no-store", ...retryAfter(errors) } }),
  });

/** Of a refusal by a limit; of several in one batch the longest wait. */
function retryAfter(errors: readonly { readonly cause?: unknown }[]): Record<string, string> {
  const waits = errors
    .map(({ cause }) => (cause instanceof AppError ? cause.retryAfterSeconds : undefined))
    .filter((wait) => wait !== undefined);
  return waits.length === 0 ? {} : { "Retry-After": String(Math.ceil(Math.max(...waits))) };
}

export { handle as GET, handle as POST };
