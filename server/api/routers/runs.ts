import { z } from "zod";
import {
  CreateRunInput,
  cancelRun,
  countUnfinished,
  createRun,
  getRun,
  ListRunsInput,
  listRunFilters,
  listRuns,
  makeReportAgain,
  readOverview,
  removeRunFilter,
  rerun,
  runForm,
  SaveRunFilterInput,
  saveRunFilter,
} from "#server/runs/index.ts";
import { objects } from "#server/storage/objects.ts";
import { member, router, withRole } from "../procedures.ts";

const ById = z.strictObject({ id: z.uuid() });

export const runsRouter = router({
  list: member.input(ListRunsInput).query(({ ctx, input }) => listRuns(ctx.db, ctx.tenant, input)),
  /** What the jobs indicator asks every two seconds. */
  unfinished: member.query(({ ctx }) => countUnfinished(ctx.db, ctx.tenant)),
  get: member.input(ById).query(({ ctx, input }) => getRun(ctx.db, ctx.tenant, input.id)),
  overview: member.input(ById).query(({ ctx, input }) => readOverview(ctx.db, ctx.tenant, { runId: input.id, objects: objects() })),
  /** What the form for a new run offers, filled in like another run when one is named. */
  form: member
    .input(z.strictObject({ like: z.uuid().optional() }))
    .query(({ ctx, input }) => runForm(ctx.db, { ...ctx.tenant, userId: ctx.session.userId }, input)),
  create: withRole("researcher")
    .input(CreateRunInput)
    .mutation(({ ctx, input }) => createRun(ctx.db, { ...ctx.tenant, userId: ctx.session.userId }, input)),
  cancel: withRole("researcher")
    .input(ById)
    .mutation(({ ctx, input }) => cancelRun(ctx.db, { ...ctx.tenant, userId: ctx.session.userId }, input.id)),
  rerun: withRole("researcher")
    .input(ById)
    .mutation(({ ctx, input }) => rerun(ctx.db, { ...ctx.tenant, userId: ctx.session.userId }, input.id)),
  makeReport: withRole("researcher")
    .input(ById)
    .mutation(({ ctx, input }) => makeReportAgain(ctx.db, ctx.tenant, input.id)),
  /** The list's filters that this member has kept. */
  filters: member.query(({ ctx }) => listRunFilters(ctx.db, { ...ctx.tenant, userId: ctx.session.userId })),
  saveFilter: member
    .input(SaveRunFilterInput)
    .mutation(({ ctx, input }) => saveRunFilter(ctx.db, { ...ctx.tenant, userId: ctx.session.userId }, input)),
  removeFilter: member
    .input(ById)
    .mutation(({ ctx, input }) => removeRunFilter(ctx.db, { ...ctx.tenant, userId: ctx.session.userId }, input.id)),
});
