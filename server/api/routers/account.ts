import { z } from "zod";
import {
  type AccountDeps,
  ChangePasswordInput,
  changePassword,
  RenameAccountInput,
  RequestResetInput,
  ResetPasswordInput,
  renameAccount,
  requestReset,
  resetPassword,
  revokeSession,
  SignInInput,
  SignUpInput,
  signIn,
  signOut,
  signUp,
  signUpClosed,
  VerifyEmailInput,
  verifyEmail,
  whyOneOrganisation,
} from "#server/accounts/index.ts";
import { blankSessionCookie, sessionCookie } from "#server/auth/session-cookie.ts";
import { endSession, listSessions, type StartedSession } from "#server/auth/sessions.ts";
import { env } from "#server/lib/env.ts";
import type { Context } from "../context.ts";
import { publicProcedure, router, signedIn } from "../procedures.ts";

const depsOf = ({ authDb, address }: Context): AccountDeps => ({
  authDb,
  address,
  publicUrl: env().publicUrl,
  whyOneOrganisation: whyOneOrganisation(env()),
});
const originOf = ({ address, userAgent }: Context) => ({ address, userAgent });

/** Hands the token of a new session to the browser; the session it had before is over. */
async function enter({ authDb, session, setCookie }: Context, started: StartedSession): Promise<void> {
  if (session !== undefined) await endSession(authDb, session.id);
  setCookie(sessionCookie(env().publicUrl, started.token, started.endsAt));
}

export const accountRouter = router({
  /** Who is signed in, or null. */
  me: publicProcedure.query(({ ctx }) =>
    ctx.session === undefined ? null : { name: ctx.session.name, email: ctx.session.email, userId: ctx.session.userId },
  ),
  /** Why nobody signs up here and what would change that, or null. */
  signUpClosed: publicProcedure.query(async ({ ctx }) => {
    const closed = await signUpClosed(depsOf(ctx));
    return closed === undefined ? null : { message: closed.message, hint: closed.hint };
  }),
  signUp: publicProcedure.input(SignUpInput).mutation(({ ctx, input }) => signUp(depsOf(ctx), input)),
  verifyEmail: publicProcedure.input(VerifyEmailInput).mutation(async ({ ctx, input }) => {
    await enter(ctx, await verifyEmail(depsOf(ctx), input, originOf(ctx)));
  }),
  signIn: publicProcedure.input(SignInInput).mutation(async ({ ctx, input }) => {
    await enter(ctx, await signIn(depsOf(ctx), input, originOf(ctx)));
  }),
  signOut: publicProcedure.mutation(async ({ ctx }) => {
    if (ctx.session !== undefined) await signOut(depsOf(ctx), ctx.session);
    ctx.setCookie(blankSessionCookie(env().publicUrl));
  }),
  requestReset: publicProcedure.input(RequestResetInput).mutation(({ ctx, input }) => requestReset(depsOf(ctx), input.email)),
  resetPassword: publicProcedure.input(ResetPasswordInput).mutation(({ ctx, input }) => resetPassword(depsOf(ctx), input)),
  changePassword: signedIn.input(ChangePasswordInput).mutation(async ({ ctx, input }) => {
    const { userId, email, organizationId } = ctx.session;
    await enter(ctx, await changePassword(depsOf(ctx), { ...input, userId, email, organizationId, origin: originOf(ctx) }));
  }),
  rename: signedIn.input(RenameAccountInput).mutation(({ ctx, input }) => renameAccount(ctx.authDb, ctx.session.userId, input.name)),
  /** This user's sessions; `isCurrent` marks the one that asks. */
  sessions: signedIn.query(async ({ ctx }) => {
    const sessions = await listSessions(ctx.authDb, ctx.session.userId);
    return sessions.map((session) => ({ ...session, isCurrent: session.id === ctx.session.id }));
  }),
  revokeSession: signedIn
    .input(z.strictObject({ id: z.string().regex(/^[0-9a-f]{64}$/) }))
    .mutation(({ ctx, input }) => revokeSession(depsOf(ctx), ctx.session.userId, input.id)),
});
