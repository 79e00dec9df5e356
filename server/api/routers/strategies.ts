import { z } from "zod";
import { objects } from "#server/storage/objects.ts";
import {
  archiveStrategy,
  CreateStrategyInput,
  createStrategy,
  getStrategy,
  getVersion,
  inspectAgain,
  ListStrategiesInput,
  listStrategies,
  QuickRunInput,
  quickRun,
  RenameStrategyInput,
  renameStrategy,
  restoreStrategy,
  SaveVersionInput,
  saveVersion,
  strategyTemplates,
  templateSource,
} from "#server/strategies/index.ts";
import { member, router, withRole } from "../procedures.ts";

const StrategyId = z.strictObject({ strategyId: z.uuid() });
const VersionId = z.strictObject({ versionId: z.uuid() });
const researcher = withRole("researcher").use(({ ctx, next }) =>
  next({ ctx: { ...ctx, actor: { ...ctx.tenant, userId: ctx.session.userId } } }),
);

export const strategiesRouter = router({
  list: member.input(ListStrategiesInput).query(({ ctx, input }) => listStrategies(ctx.db, ctx.tenant, input)),
  get: member.input(StrategyId).query(({ ctx, input }) => getStrategy(ctx.db, ctx.tenant, input.strategyId)),
  version: member.input(VersionId).query(({ ctx, input }) => getVersion(ctx.db, ctx.tenant, input.versionId)),
  templates: member.query(() => strategyTemplates.map((template) => ({ ...template, source: templateSource(template) }))),
  create: researcher.input(CreateStrategyInput).mutation(({ ctx, input }) => createStrategy(ctx.db, ctx.actor, input)),
  save: researcher.input(SaveVersionInput).mutation(({ ctx, input }) => saveVersion(ctx.db, ctx.actor, input)),
  quickRun: researcher.input(QuickRunInput).mutation(({ ctx, input }) => quickRun({ db: ctx.db, objects: objects() }, ctx.actor, input)),
  inspectAgain: researcher.input(VersionId).mutation(({ ctx, input }) => inspectAgain(ctx.db, ctx.actor, input.versionId)),
  rename: researcher.input(RenameStrategyInput).mutation(({ ctx, input }) => renameStrategy(ctx.db, ctx.actor, input)),
  archive: researcher.input(StrategyId).mutation(({ ctx, input }) => archiveStrategy(ctx.db, ctx.actor, input.strategyId)),
  restore: researcher.input(StrategyId).mutation(({ ctx, input }) => restoreStrategy(ctx.db, ctx.actor, input.strategyId)),
});
