import { initTRPC, TRPCError } from "@trpc/server";
import superjson from "superjson";
import { ZodError } from "zod";
import type { Membership, Role } from "#server/auth/session-type.ts";
import type { Tenant } from "#server/database/connect.ts";
import { AppError, assert } from "#server/lib/errors.ts";
import { log, withLogIds } from "#server/lib/log.ts";
import type { Context } from "./context.ts";
import { codeOf } from "./error-map.ts";
import { unavailableFor } from "./unavailable.ts";

const t = initTRPC.context<Context>().create({
  transformer: superjson,
  // Never a stack in an answer, whatever NODE_ENV says.
  isDev: false,
  errorFormatter({ shape, error, ctx }) {
    const requestId = ctx?.requestId;
    const { cause } = error;
    if (cause instanceof AppError) {
      const { code, message, hint, field, retryAfterSeconds, context } = cause;
      return { ...shape, message, data: { ...shape.data, app: { code, hint, field, retryAfterSeconds, context }, requestId } };
    }
    if (cause instanceof ZodError) {
      const [issue] = cause.issues;
      const field = issue?.path.join(".");
      const message = field ? `${field}: ${issue?.message}` : (issue?.message ?? "The input cannot be read.");
      return { ...shape, message, data: { ...shape.data, app: { code: "invalid" as const, field }, requestId } };
    }
    if (error.code !== "INTERNAL_SERVER_ERROR") return { ...shape, data: { ...shape.data, requestId } };
    return { ...shape, message: "Something failed on our side.", data: { ...shape.data, app: { code: "internal" as const }, requestId } };
  },
});

export const router = t.router;
export const createCallerFactory = t.createCallerFactory;

const told = t.procedure.use(async ({ ctx, path, type, next }) =>
  withLogIds({ requestId: ctx.requestId }, async () => {
    const result = await next();
    if (result.ok) return result;
    const { error } = result;
    if (error.cause instanceof AppError)
      throw new TRPCError({ code: codeOf(error.cause.code), message: error.cause.message, cause: error.cause });
    if (error.code === "INTERNAL_SERVER_ERROR") log.error({ err: error.cause ?? error, path, type }, "procedure failed");
    const unavailable = unavailableFor(error.cause);
    if (unavailable !== undefined)
      throw new TRPCError({ code: codeOf(unavailable.code), message: unavailable.message, cause: unavailable });
    return result;
  }),
);

/** For anybody. */
export const publicProcedure = told;

/** For whoever is signed in. */
export const signedIn = told.use(({ ctx, next }) => {
  const { session } = ctx;
  if (session === undefined) throw new AppError("unauthenticated", "You are not signed in.", { hint: "Sign in and try again." });
  return next({ ctx: { ...ctx, session } });
});

/** For members of the organisation worked in: `ctx.tenant` is what `withTenant` takes. */
export const member = signedIn.use(({ ctx, next }) => {
  const { membership, session } = ctx;
  if (membership === undefined) throw new AppError("forbidden", "You belong to no organisation.", { hint: "Ask its owner to add you." });
  const tenant: Tenant = { organizationId: membership.organizationId, userId: session.userId };
  return next({ ctx: { ...ctx, membership, tenant } });
});

const rank: Record<Role, number> = { viewer: 0, billing: 0, researcher: 1, admin: 2, owner: 3 };

/** For members with at least this role. */
export const withRole = (least: "researcher" | "admin" | "owner") =>
  member.use(({ ctx, next }) => {
    assertRole(ctx.membership, least);
    return next({ ctx });
  });

export function assertRole(membership: Membership, least: "researcher" | "admin" | "owner"): void {
  assert(least in rank, "a known role");
  if (rank[membership.role] >= rank[least]) return;
  throw new AppError("forbidden", `This needs the role ${least}; yours in ${membership.organizationName} is ${membership.role}.`, {
    hint: "Ask an owner or admin of the organisation.",
  });
}
