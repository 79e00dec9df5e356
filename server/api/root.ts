import { createCallerFactory, router } from "./procedures.ts";
import { accountRouter } from "./routers/account.ts";
import { auditRouter } from "./routers/audit.ts";
import { datasetsRouter } from "./routers/datasets.ts";
import { organisationsRouter } from "./routers/organisations.ts";
import { runsRouter } from "./routers/runs.ts";
import { sharesRouter } from "./routers/shares.ts";
import { strategiesRouter } from "./routers/strategies.ts";

/** Everything the screens may ask for. */
export const appRouter = router({
  account: accountRouter,
  audit: auditRouter,
  datasets: datasetsRouter,
  organisations: organisationsRouter,
  runs: runsRouter,
  shares: sharesRouter,
  strategies: strategiesRouter,
});

export type AppRouter = typeof appRouter;

/** Calls procedures without HTTP: for pages that render on the server, and tests. */
export const createCaller = createCallerFactory(appRouter);
