import { eq } from "drizzle-orm";
import { sessions } from "#drizzle/schema/index.ts";
import type { AuthDb } from "#server/database/connect.ts";
import { notFound } from "#server/lib/errors.ts";

/** Makes another of the user's organisations the one this session works in. */
export async function switchOrganisation(
  db: AuthDb,
  {
    sessionId,
    memberships,
    organizationId,
  }: { sessionId: string; memberships: readonly { organizationId: string }[]; organizationId: string },
): Promise<void> {
  if (!memberships.some((membership) => membership.organizationId === organizationId)) throw notFound("organisation", organizationId);
  await db.update(sessions).set({ organizationId }).where(eq(sessions.id, sessionId));
}
