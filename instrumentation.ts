import type { Instrumentation } from "next";

/** A page or route that failed, with the id its reader is shown. */
export const onRequestError: Instrumentation.onRequestError = async (error, { method, headers }, { routePath, routeType }) => {
  // Next compiles this file for its other runtime as well, which has no log of ours and which nothing here uses.
  if (process.env.NEXT_RUNTIME !== "nodejs") return;
  const { log } = await import("#server/lib/log.ts");
  // The address may hold the token of a mailed link or a shared one: the route says enough.
  log.error({ err: error, requestId: headers["x-request-id"], method, route: routePath, routeType }, "page failed");
};
