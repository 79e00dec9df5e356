import { z } from "zod";
import {
  type AccountDeps,
  ChangePasswordInput,
  changePassword,
  RequestResetInput,
  ResetPasswordInput,
  requestReset,
  resetPassword,
  revokeSession,
  SignInInput,
  SignUpInput,
  signIn,
  signUp,
  VerifyEmailInput,
  verifyEmail,
} from "#server/accounts/index.ts";
import { blankSessionCookie, sessionCookie } from "#server/auth/session-cookie.ts";
import { endSession, listSessions } from "#server/auth/sessions.ts";
import { env } from "#server/lib/env.ts";
import type { Context } from "../context.ts";
import { publicProcedure, router, signedIn } from "../procedures.ts";

const depsOf = ({ authDb, address }: Context): AccountDeps => ({ authDb, address, publicUrl: env().publicUrl });
const originOf = ({ address, userAgent }: Context) => ({ address, userAgent });

export const accountRouter = router({
  /** Who is signed in, or null. */
  me: publicProcedure.query(({ ctx }) =>
    ctx.session === undefined ? null : { name: ctx.session.name, email: ctx.session.email, userId: ctx.session.userId },
  ),
  signUp: publicProcedure.input(SignUpInput).mutation(({ ctx, input }) => signUp(depsOf(ctx), input)),
  verifyEmail: publicProcedure.input(VerifyEmailInput).mutation(({ ctx, input }) => verifyEmail(depsOf(ctx), input.token)),
  signIn: publicProcedure.input(SignInInput).mutation(async ({ ctx, input }) => {
    const started = await signIn(depsOf(ctx), input, originOf(ctx));
    // A session this browser had before is over: signing in always makes a new one.
    if (ctx.session !== undefined) await endSession(ctx.authDb, ctx.session.id);
    ctx.setCookie(sessionCookie(env().publicUrl, started.token, started.endsAt));
  }),
  signOut: publicProcedure.mutation(async ({ ctx }) => {
    if (ctx.session !== undefined) await endSession(ctx.authDb, ctx.session.id);
    ctx.setCookie(blankSessionCookie(env().publicUrl));
  }),
  requestReset: publicProcedure.input(RequestResetInput).mutation(({ ctx, input }) => requestReset(depsOf(ctx), input.email)),
  resetPassword: publicProcedure.input(ResetPasswordInput).mutation(({ ctx, input }) => resetPassword(depsOf(ctx), input)),
  changePassword: signedIn.input(ChangePasswordInput).mutation(async ({ ctx, input }) => {
    const { userId, organizationId } = ctx.session;
    const started = await changePassword(depsOf(ctx), { ...input, userId, organizationId, origin: originOf(ctx) });
    ctx.setCookie(sessionCookie(env().publicUrl, started.token, started.endsAt));
  }),
  /** This user's sessions; `isCurrent` marks the one that asks. */
  sessions: signedIn.query(async ({ ctx }) => {
    const sessions = await listSessions(ctx.authDb, ctx.session.userId);
    return sessions.map((session) => ({ ...session, isCurrent: session.id === ctx.session.id }));
  }),
  revokeSession: signedIn
    .input(z.strictObject({ id: z.string().regex(/^[0-9a-f]{64}$/) }))
    .mutation(({ ctx, input }) => revokeSession(ctx.authDb, ctx.session.userId, input.id)),
});
