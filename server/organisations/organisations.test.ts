import { drizzle } from "drizzle-orm/postgres-js";
import { expect, test } from "vitest";
import { memberships } from "#drizzle/schema/index.ts";
import { addOrganisation } from "#drizzle/seed/factories.ts";
import { listMemberships } from "#server/api/context.ts";
import { listAudit } from "#server/audit/index.ts";
import { testDatabase } from "#server/database/testing.ts";
import { listMembers, renameOrganisation, switchOrganisation } from "./index.ts";

const { web, auth, admin } = await testDatabase();
const seedDb = drizzle(admin, { casing: "snake_case" });
const a = await addOrganisation(seedDb, "Alpha");
const b = await addOrganisation(seedDb, "Beta");

test("members are listed by name, address and role, those of other organisations are not", async () => {
  const members = await listMembers(web, { organizationId: a.id });
  expect(members.map(({ name, email, role }) => [name, email, role]).sort()).toEqual([
    ["Alpha admin", "admin@alpha.example", "admin"],
    ["Alpha billing", "billing@alpha.example", "billing"],
    ["Alpha owner", "owner@alpha.example", "owner"],
    ["Alpha researcher", "researcher@alpha.example", "researcher"],
    ["Alpha viewer", "viewer@alpha.example", "viewer"],
  ]);
});

test("a new name is kept with who gave it and what it was before", async () => {
  await renameOrganisation(web, { organizationId: b.id, userId: b.users.owner }, "Beta Capital");
  const { rows } = await listAudit(web, { organizationId: b.id }, undefined);
  expect(rows.map(({ actor, action, before, after }) => ({ actor, action, before, after }))).toEqual([
    { actor: b.users.owner, action: "organisation.rename", before: { name: "Beta" }, after: { name: "Beta Capital" } },
  ]);
  expect(await listMemberships(auth, b.users.viewer)).toMatchObject([{ organizationName: "Beta Capital", role: "viewer" }]);
});

test("a session goes over to another organisation of its user, and to no other", async () => {
  const userId = a.users.viewer;
  const sessionId = "5e".repeat(32);
  await admin`insert into sessions (id, user_id, expires_at, last_seen_at, ip_prefix, user_agent) values (${sessionId}, ${userId}, now(), now(), '', '')`;
  const switchTo = async () =>
    switchOrganisation(auth, { sessionId, memberships: await listMemberships(auth, userId), organizationId: b.id });
  await expect(switchTo()).rejects.toMatchObject({ code: "not_found" });
  await seedDb.insert(memberships).values({ organizationId: b.id, userId, role: "viewer" });
  await switchTo();
  expect([...(await admin`select organization_id from sessions where id = ${sessionId}`)]).toEqual([{ organization_id: b.id }]);
});
