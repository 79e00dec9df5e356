import { z } from "zod";
import { CreateShareInput, createShare, ListSharesInput, listShares, revokeShare, viewShare } from "#server/shares/index.ts";
import { objects } from "#server/storage/objects.ts";
import { member, publicProcedure, router, withRole } from "../procedures.ts";

export const sharesRouter = router({
  list: member.input(ListSharesInput).query(({ ctx, input }) => listShares(ctx.db, ctx.tenant, input)),
  /** Answers the link's token, once. */
  create: withRole("researcher")
    .input(CreateShareInput)
    .mutation(({ ctx, input }) => createShare(ctx.db, { ...ctx.tenant, userId: ctx.session.userId }, input)),
  revoke: withRole("researcher")
    .input(z.strictObject({ id: z.uuid() }))
    .mutation(({ ctx, input }) => revokeShare(ctx.db, { ...ctx.tenant, userId: ctx.session.userId }, input.id)),
  /** What a link leads to, for anybody who has it; counts a view. */
  view: publicProcedure
    .input(z.strictObject({ token: z.string().min(1).max(100) }))
    .query(({ ctx, input }) => viewShare(ctx.db, input.token, objects())),
});
