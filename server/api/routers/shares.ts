import { z } from "zod";
import { CreateShareInput, createShare, ListSharesInput, listShares, revokeShare } from "#server/shares/index.ts";
import { member, router, withRole } from "../procedures.ts";

export const sharesRouter = router({
  list: member.input(ListSharesInput).query(({ ctx, input }) => listShares(ctx.db, ctx.tenant, input)),
  /** Answers the link's token, once. */
  create: withRole("researcher")
    .input(CreateShareInput)
    .mutation(({ ctx, input }) => createShare(ctx.db, { ...ctx.tenant, userId: ctx.session.userId }, input)),
  revoke: withRole("researcher")
    .input(z.strictObject({ id: z.uuid() }))
    .mutation(({ ctx, input }) => revokeShare(ctx.db, { ...ctx.tenant, userId: ctx.session.userId }, input.id)),
});
