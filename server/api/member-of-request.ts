import type { Tenant } from "#server/database/connect.ts";
import { AppError } from "#server/lib/errors.ts";
import { type Context, contextOf, type Membership } from "./context.ts";

/** For routes beside tRPC: the member behind a request, or `unauthenticated`/`forbidden`. */
export async function memberOfRequest(
  request: Request,
): Promise<Context & { readonly membership: Membership; readonly tenant: Tenant; readonly userId: string }> {
  const context = await contextOf(request.headers);
  if (context.session === undefined) throw new AppError("unauthenticated", "You are not signed in.", { hint: "Sign in and try again." });
  const { membership, session } = context;
  if (membership === undefined) throw new AppError("forbidden", "You belong to no organisation.", { hint: "Ask its owner to add you." });
  return { ...context, membership, tenant: { organizationId: membership.organizationId, userId: session.userId }, userId: session.userId };
}
