import type { IncomingMessage, ServerResponse } from "node:http";
import { nodeHTTPRequestHandler } from "@trpc/server/adapters/node-http";
import { AppError } from "#server/lib/errors.ts";
import { contextOf } from "./context.ts";
import { appRouter } from "./root.ts";

export const trpcPrefix = "/api/trpc/";

/** Answers the procedures straight from the web process's server: what Next does for a route costs several times the answer itself. */
export async function handleTrpc(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const path = (request.url ?? "").split("?", 1)[0]?.slice(trpcPrefix.length) ?? "";
  await nodeHTTPRequestHandler({
    req: request,
    res: response,
    path,
    router: appRouter,
    createContext: () => contextOf(headersOf(request), (cookie) => response.appendHeader("Set-Cookie", cookie)),
    responseMeta: ({ errors }) => ({ headers: { "Cache-Control": "no-store", ...retryAfter(errors) } }),
  });
}

function headersOf({ headers }: IncomingMessage) {
  return { get: (name: string) => [headers[name] ?? null].flat()[0] ?? null };
}

/** Of a refusal by a limit; of several in one batch the longest wait. */
function retryAfter(errors: readonly { readonly cause?: unknown }[]): Record<string, string> {
  const waits = errors
    .map(({ cause }) => (cause instanceof AppError ? cause.retryAfterSeconds : undefined))
    .filter((wait) => wait !== undefined);
  return waits.length === 0 ? {} : { "Retry-After": String(Math.ceil(Math.max(...waits))) };
}
