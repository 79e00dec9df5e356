import { z } from "zod";
import { listMembers, renameOrganisation, switchOrganisation } from "#server/organisations/index.ts";
import { member, router, signedIn, withRole } from "../procedures.ts";

export const organisationsRouter = router({
  /** The user's organisations and the one worked in. */
  mine: signedIn.query(({ ctx }) => ({ memberships: ctx.memberships, current: ctx.membership ?? null })),
  switch: signedIn
    .input(z.strictObject({ organizationId: z.uuid() }))
    .mutation(({ ctx, input }) => switchOrganisation(ctx.authDb, { sessionId: ctx.session.id, memberships: ctx.memberships, ...input })),
  members: member.query(({ ctx }) => listMembers(ctx.db, ctx.tenant)),
  rename: withRole("admin")
    .input(z.strictObject({ name: z.string().trim().min(1).max(80) }))
    .mutation(({ ctx, input }) => renameOrganisation(ctx.db, { ...ctx.tenant, userId: ctx.session.userId }, input.name)),
});
