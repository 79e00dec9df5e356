import type { Membership } from "#server/auth/session-type.ts";
import { isLiveSession } from "#server/auth/sessions.ts";
import type { Tenant } from "#server/database/connect.ts";
import { AppError } from "#server/lib/errors.ts";
import { type Context, contextOf, listMemberships } from "./context.ts";

interface RequestMember extends Context {
  readonly membership: Membership;
  readonly tenant: Tenant;
  readonly userId: string;
  readonly sessionId: string;
}

/** For routes beside tRPC: the member behind a request, or `unauthenticated`/`forbidden`. */
export async function memberOfRequest(request: Request): Promise<RequestMember> {
  const context = await contextOf(request.headers);
  const { membership, session } = context;
  if (session === undefined) throw new AppError("unauthenticated", "You are not signed in.", { hint: "Sign in and try again." });
  if (membership === undefined) throw new AppError("forbidden", "You belong to no organisation.", { hint: "Ask its owner to add you." });
  const { userId, id: sessionId } = session;
  return { ...context, membership, tenant: { organizationId: membership.organizationId, userId }, userId, sessionId };
}

/** Why an answer that is still being given must end: its reader has signed out, or left the organisation. */
export async function whyNoLonger({ authDb, sessionId, userId, membership }: RequestMember): Promise<AppError | undefined> {
  if (!(await isLiveSession(authDb, sessionId)))
    return new AppError("unauthenticated", "You are signed out.", { hint: "Sign in and try again." });
  const memberships = await listMemberships(authDb, userId);
  if (memberships.some(({ organizationId }) => organizationId === membership.organizationId)) return undefined;
  return new AppError("forbidden", `You no longer belong to ${membership.organizationName}.`, { hint: "Ask its owner to add you." });
}
