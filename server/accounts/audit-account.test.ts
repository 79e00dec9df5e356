import { drizzle } from "drizzle-orm/postgres-js";
import { expect, test } from "vitest";
import { memberships } from "#drizzle/schema/index.ts";
import { addOrganisation } from "#drizzle/seed/factories.ts";
import { verifyAuditChain } from "#server/audit/index.ts";
import { findSession } from "#server/auth/sessions.ts";
import { testDatabase } from "#server/database/testing.ts";
import { changePassword, requestReset, resetPassword, revokeSession, signIn, signOut } from "./index.ts";
import { accountsOf, origin } from "./testing.ts";

const database = await testDatabase();
const { auth, admin, web } = database;
const { deps, tokenFor, confirmed } = accountsOf(database);

const entriesAbout = (userId: string) =>
  admin`select organization_id, action, actor, after from audit_log where target = ${`user ${userId}`} order by organization_id, seq`;

test("what happens to an account is in the audit log of its organisation: who did it, from which network, never a password", async () => {
  const { email, password, address, started } = await confirmed();
  const first = await findSession(auth, started.token);
  const userId = first?.userId ?? "";
  const place = deps(address);
  await expect(signIn(place, { email, password: "not the password" }, origin)).rejects.toMatchObject({ code: "unauthenticated" });
  const second = await findSession(auth, (await signIn(place, { email, password }, { ...origin, address: "203.0.113.8" })).token);
  await revokeSession(place, userId, second?.id ?? "");
  const change = { userId, email, organizationId: null, origin, password: "another quiet garden" };
  await expect(changePassword(place, { ...change, current: "not the password" })).rejects.toMatchObject({ code: "invalid" });
  const third = await findSession(auth, (await changePassword(place, { ...change, current: password })).token);
  await signOut(place, { id: third?.id ?? "", userId });
  await requestReset(place, email);
  await resetPassword(place, { token: await tokenFor(email), password: "a third quiet garden" });

  const network = `${address.slice(0, address.lastIndexOf("."))}.x`;
  const entries = await entriesAbout(userId);
  expect(entries.map(({ action, actor, after }) => [action, actor, after])).toEqual([
    ["account.confirmAddress", userId, { network }],
    ["account.signIn", userId, { network }],
    ["account.signInFailed", "anonymous", { network }],
    ["account.signIn", userId, { network }],
    ["account.revokeSession", userId, { network, ended: "session from 203.0.113.x" }],
    ["account.changePasswordFailed", userId, { network }],
    ["account.changePassword", userId, { network }],
    ["account.signOut", userId, { network }],
    ["account.requestReset", "anonymous", { network }],
    ["account.resetPassword", userId, { network }],
  ]);
  expect(JSON.stringify(entries)).not.toContain("garden");
  expect(await findSession(auth, started.token)).toBeUndefined();
  // The organisation itself is the first entry.
  expect(await verifyAuditChain(web, { organizationId: entries[0]?.organization_id })).toEqual({ entries: 11 });
});

test("whoever belongs to several organisations is in the log of each, and in no other; many sign in at the same time", async () => {
  const { email, password, address, started } = await confirmed();
  const userId = (await findSession(auth, started.token))?.userId ?? "";
  const db = drizzle(admin, { casing: "snake_case" });
  const joined = await addOrganisation(db, "Joined");
  const foreign = await addOrganisation(db, "Foreign");
  await db.insert(memberships).values({ organizationId: joined.id, userId, role: "viewer" });
  await Promise.all(Array.from({ length: 8 }, () => signIn(deps(address), { email, password }, origin)));
  const entries = await entriesAbout(userId);
  const signIns = (organizationId: string) =>
    entries.filter((entry) => entry.organization_id === organizationId && entry.action === "account.signIn").length;
  expect([signIns(joined.id), signIns(foreign.id), entries.filter(({ action }) => action === "account.signIn").length]).toEqual([8, 0, 17]);
});
