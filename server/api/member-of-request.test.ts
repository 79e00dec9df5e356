import { drizzle } from "drizzle-orm/postgres-js";
import { expect, test } from "vitest";
import { addOrganisation } from "#drizzle/seed/factories.ts";
import { endSession, findSession, isLiveSession, startSession } from "#server/auth/sessions.ts";
import { testDatabase } from "#server/database/testing.ts";

const { ownerUrl, secret, auth, admin, web } = await testDatabase();
Object.assign(process.env, { DATABASE_URL: ownerUrl, RUSTYBT_SECRET: secret });
const { whyNoLonger } = await import("./member-of-request.ts");
const { listMemberships } = await import("./context.ts");
const seedDb = drizzle(admin, { casing: "snake_case" });

async function member(name: string) {
  const { id: organizationId, users } = await addOrganisation(seedDb, name);
  const { token } = await startSession(auth, users.researcher, { address: "192.0.2.1", userAgent: "test" }, organizationId);
  const session = await findSession(auth, token);
  const memberships = await listMemberships(auth, users.researcher);
  if (session === undefined || memberships[0] === undefined) throw new Error("the session was just made");
  const rest = { requestId: "test", address: "192.0.2.1", userAgent: "test", db: web, setCookie: () => {}, authDb: auth };
  return {
    ...rest,
    session,
    memberships,
    membership: memberships[0],
    tenant: { organizationId },
    userId: users.researcher,
    sessionId: session.id,
  };
}

test("whoever is signed in and belongs to the organisation goes on", async () => {
  expect(await whyNoLonger(await member("Goes on"))).toBeUndefined();
});

test.each([
  ["revoked", (id: string) => endSession(auth, id)],
  ["unused for a week", (id: string) => admin`update sessions set expires_at = now() - interval '1 second' where id = ${id}`],
  ["older than 30 days", (id: string) => admin`update sessions set created_at = now() - interval '30 days 1 second' where id = ${id}`],
])("a session that was %s ends what is open", async (how, end) => {
  const reader = await member(`Session ${how}`);
  await end(reader.sessionId);
  expect(await whyNoLonger(reader)).toMatchObject({ code: "unauthenticated", message: "You are signed out." });
});

test("whoever was taken out of the organisation goes no further, even with another one to work in", async () => {
  const reader = await member("Left");
  const other = await addOrganisation(seedDb, "Other");
  await admin`insert into memberships (organization_id, user_id, role) values (${other.id}, ${reader.userId}, 'owner')`;
  await admin`delete from memberships where organization_id = ${reader.membership.organizationId} and user_id = ${reader.userId}`;
  expect(await whyNoLonger(reader)).toMatchObject({ code: "forbidden", message: "You no longer belong to Left." });
});

test("looking whether a session lives does not prolong it", async () => {
  const { sessionId } = await member("Not prolonged");
  await admin`update sessions set expires_at = now() + interval '1 minute', last_seen_at = now() - interval '1 day' where id = ${sessionId}`;
  const [before] = await admin`select * from sessions where id = ${sessionId}`;
  expect(await isLiveSession(auth, sessionId)).toBe(true);
  expect(await admin`select * from sessions where id = ${sessionId}`).toMatchObject([before]);
});
