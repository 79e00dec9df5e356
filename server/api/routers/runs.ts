import { z } from "zod";
import {
  CreateRunInput,
  cancelRun,
  countUnfinished,
  createRun,
  getRun,
  ListRunsInput,
  listRuns,
  makeReportAgain,
  readOverview,
  rerun,
  runForm,
} from "#server/runs/index.ts";
import { objects } from "#server/storage/objects.ts";
import { member, router, withRole } from "../procedures.ts";

const OneRun = z.strictObject({ id: z.uuid() });

export const runsRouter = router({
  list: member.input(ListRunsInput).query(({ ctx, input }) => listRuns(ctx.db, ctx.tenant, input)),
  /** What the jobs indicator asks every two seconds. */
  unfinished: member.query(({ ctx }) => countUnfinished(ctx.db, ctx.tenant)),
  get: member.input(OneRun).query(({ ctx, input }) => getRun(ctx.db, ctx.tenant, input.id)),
  overview: member.input(OneRun).query(({ ctx, input }) => readOverview(ctx.db, ctx.tenant, { runId: input.id, objects: objects() })),
  /** What the form for a new run offers, filled in like another run when one is named. */
  form: member
    .input(z.strictObject({ like: z.uuid().optional() }))
    .query(({ ctx, input }) => runForm(ctx.db, { ...ctx.tenant, userId: ctx.session.userId }, input)),
  create: withRole("researcher")
    .input(CreateRunInput)
    .mutation(({ ctx, input }) => createRun(ctx.db, { ...ctx.tenant, userId: ctx.session.userId }, input)),
  cancel: withRole("researcher")
    .input(OneRun)
    .mutation(({ ctx, input }) => cancelRun(ctx.db, { ...ctx.tenant, userId: ctx.session.userId }, input.id)),
  rerun: withRole("researcher")
    .input(OneRun)
    .mutation(({ ctx, input }) => rerun(ctx.db, { ...ctx.tenant, userId: ctx.session.userId }, input.id)),
  makeReport: withRole("researcher")
    .input(OneRun)
    .mutation(({ ctx, input }) => makeReportAgain(ctx.db, ctx.tenant, input.id)),
});
