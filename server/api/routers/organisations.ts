import { z } from "zod";
import { lineOfText } from "#server/lib/typed-text.ts";
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
    .input(z.strictObject({ name: lineOfText(80, "Give the organisation a name.") }))
    .mutation(({ ctx, input }) => renameOrganisation(ctx.db, { ...ctx.tenant, userId: ctx.session.userId }, input.name)),
});
