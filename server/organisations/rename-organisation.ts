import { eq } from "drizzle-orm";
import { organizations } from "#drizzle/schema/index.ts";
import { appendAudit } from "#server/audit/index.ts";
import { type Tenant, type TenantDb, withTenant } from "#server/database/connect.ts";
import { notFound } from "#server/lib/errors.ts";

/** Gives the organisation another name. */
export async function renameOrganisation(db: TenantDb, tenant: Required<Tenant>, name: string): Promise<void> {
  await withTenant(db, tenant, async (tx) => {
    const { organizationId, userId } = tenant;
    const [before] = await tx.select({ name: organizations.name }).from(organizations).where(eq(organizations.id, organizationId));
    if (before === undefined) throw notFound("organisation", organizationId);
    await tx.update(organizations).set({ name }).where(eq(organizations.id, organizationId));
    await appendAudit(tx, {
      organizationId,
      actor: userId ?? "system",
      action: "organisation.rename",
      target: `organisation ${organizationId}`,
      before,
      after: { name },
    });
  });
}
