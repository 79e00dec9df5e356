import type { Instrumentation } from "next";
import { log } from "#server/lib/log.ts";

/** A page or route that failed, with the id its reader is shown. */
export const onRequestError: Instrumentation.onRequestError = (error, { method, headers }, { routePath, routeType }) => {
  const requestId = headers["x-request-id"];
  // The query may hold a token of a mailed link, the path of a shared link is one: the route says enough.
  log.error({ err: error, requestId, method, route: routePath, routeType }, "page failed");
};
