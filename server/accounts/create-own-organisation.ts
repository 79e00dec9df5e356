import { sql } from "drizzle-orm";
import { memberships, organizations } from "#drizzle/schema/index.ts";
import { appendAudit } from "#server/audit/index.ts";
import type { Tx } from "#server/database/connect.ts";
import { newId } from "#server/lib/ids.ts";

/** Makes an organisation that the user owns, within the caller's transaction. */
export async function createOwnOrganisation(
  tx: Tx,
  user: { readonly id: string; readonly name: string },
  name = `${user.name}’s organisation`,
): Promise<string> {
  const organizationId = newId();
  await tx.execute(sql`select set_config('app.organization_id', ${organizationId}, true), set_config('app.user_id', ${user.id}, true)`);
  await tx.insert(organizations).values({ id: organizationId, name });
  await tx.insert(memberships).values({ organizationId, userId: user.id, role: "owner" });
  await appendAudit(tx, {
    organizationId,
    actor: user.id,
    action: "organisation.create",
    target: `organisation ${organizationId}`,
    after: { name },
  });
  return organizationId;
}
