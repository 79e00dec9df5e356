import { fetchRequestHandler } from "@trpc/server/adapters/fetch";
import { contextOf } from "#server/api/context.ts";
import { appRouter } from "#server/api/root.ts";

const handle = (request: Request) =>
  fetchRequestHandler({
    endpoint: "/api/trpc",
    req: request,
    router: appRouter,
    createContext: ({ req, resHeaders }) => contextOf(req.headers, (cookie) => resHeaders.append("Set-Cookie", cookie)),
    responseMeta: () => ({ headers: { "Cache-Control": "no-store" } }),
  });

export { handle as GET, handle as POST };
