import { eq, sql } from "drizzle-orm";
import { memberships, type roles } from "#drizzle/schema/index.ts";
import { type Tenant, type TenantDb, withTenant } from "#server/database/connect.ts";

export interface Member {
  readonly userId: string;
  readonly name: string;
  readonly email: string;
  readonly role: (typeof roles)[number];
  readonly since: Date;
}

/** The members of an organisation, the oldest membership first. */
export async function listMembers(db: TenantDb, tenant: Tenant): Promise<Member[]> {
  return withTenant(db, tenant, async (tx) => {
    const rows = await tx
      .select()
      .from(memberships)
      .where(eq(memberships.organizationId, tenant.organizationId))
      .orderBy(memberships.createdAt);
    const people = await tx.execute<{ user_id: string; name: string; email: string }>(sql`select * from app.member_names()`);
    const byId = new Map(people.map((person) => [person.user_id, person]));
    return rows.map(({ userId, role, createdAt }) => {
      const person = byId.get(userId);
      return { userId, name: person?.name ?? "", email: person?.email ?? "", role, since: createdAt };
    });
  });
}
