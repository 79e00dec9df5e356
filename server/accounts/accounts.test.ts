import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { endSession, findSession, listSessions } from "#server/auth/sessions.ts";
import { testDatabase } from "#server/database/testing.ts";
import { changePassword, requestReset, resetPassword, revokeSession, signIn, signUp, verifyEmail } from "./index.ts";
import { accountsOf, origin } from "./testing.ts";

const database = await testDatabase();
const { auth, admin } = database;
const { deps, newPerson, mailsTo, tokenFor, confirmed } = accountsOf(database);

const wrong = { code: "unauthenticated", message: "E-mail address or password is wrong." };
const spent = { code: "invalid", message: "This link was used already or is older than an hour." };

test("from sign-up over the mail to a session that is listed and revoked", async () => {
  const person = newPerson();
  await signUp(deps(), person);
  const [mail] = await mailsTo(person.email);
  expect(mail).toMatchObject({ template: "verify-email", props: { name: person.name } });
  expect(mail?.props.url).toMatch(/^https:\/\/bt\.example\/verify\?token=[\w-]{43}$/);

  const first = await verifyEmail(deps(), { token: await tokenFor(person.email), password: person.password }, origin);
  const session = await findSession(auth, first.token);
  expect(session).toMatchObject({ email: person.email, name: person.name });
  const [organisation] = await admin`
    select o.name, m.role from organizations o join memberships m on m.organization_id = o.id where m.user_id = ${session?.userId ?? ""}`;
  expect(organisation).toEqual({ name: `${person.name}’s organisation`, role: "owner" });

  const second = await signIn(deps(), { email: person.email.toLowerCase(), password: person.password }, { ...origin, userAgent: "Other" });
  const userId = session?.userId ?? "";
  const listed = await listSessions(auth, userId);
  expect(listed.map(({ userAgent, ipPrefix }) => [userAgent, ipPrefix])).toEqual([
    ["Other", "192.0.2.x"],
    [origin.userAgent, "192.0.2.x"],
  ]);
  await revokeSession(deps(), userId, session?.id ?? "");
  expect(await findSession(auth, first.token)).toBeUndefined();
  expect(await findSession(auth, second.token)).toMatchObject({ userId });
});

test("nobody revokes a session of somebody else", async () => {
  const [one, two] = [await confirmed(), await confirmed()];
  const [mine, theirs] = [await findSession(auth, one.started.token), await findSession(auth, two.started.token)];
  await expect(revokeSession(deps(), mine?.userId ?? "", theirs?.id ?? "")).rejects.toMatchObject({ code: "not_found" });
  expect(await findSession(auth, two.started.token)).toBeDefined();
});

test("of two who use a link at once, one gets in", async () => {
  const person = newPerson();
  await signUp(deps("203.0.113.1"), person);
  const input = { token: await tokenFor(person.email), password: person.password };
  const tries = await Promise.allSettled(Array.from({ length: 6 }, () => verifyEmail(deps("203.0.113.1"), input, origin)));
  expect(tries.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  for (const { reason } of tries.filter((tried) => tried.status === "rejected")) expect(reason).toMatchObject(spent);
  const [counted] = await admin`
    select count(*)::int as organisations from memberships m join users u on u.id = m.user_id where u.email = ${person.email}`;
  expect(counted).toEqual({ organisations: 1 });
});

test("a link of an hour ago does not work", async () => {
  const person = newPerson();
  await signUp(deps("203.0.113.2"), person);
  const token = await tokenFor(person.email);
  await admin`update one_time_tokens set expires_at = now() - interval '1 second' where id = ${createHash("sha256").update(token).digest("hex")}`;
  await expect(verifyEmail(deps("203.0.113.2"), { token, password: person.password }, origin)).rejects.toMatchObject(spent);
});

test("an hour is what a link has", async () => {
  const person = newPerson();
  await signUp(deps("203.0.113.3"), person);
  const id = createHash("sha256")
    .update(await tokenFor(person.email))
    .digest("hex");
  const [row] = await admin`select extract(epoch from expires_at - created_at)::float as seconds from one_time_tokens where id = ${id}`;
  expect(Math.abs(row?.seconds - 3600)).toBeLessThan(60);
});

test("the owner of a mailbox who presses the link of a stranger's sign-up does not open the stranger's account", async () => {
  const person = newPerson();
  await signUp(deps("203.0.113.4"), { ...person, password: "a stranger's password" });
  const token = await tokenFor(person.email);
  const asOwner = verifyEmail(deps("203.0.113.4"), { token, password: person.password }, origin);
  await expect(asOwner).rejects.toMatchObject({ code: "invalid", field: "password" });
  await expect(signIn(deps("203.0.113.4"), { email: person.email, password: "a stranger's password" }, origin)).rejects.toMatchObject({
    code: "forbidden",
  });
  // The owner signs up: the stranger's account and its links are gone.
  const strangersLink = await tokenFor(person.email);
  await signUp(deps("203.0.113.5"), person);
  const stranger = { token: strangersLink, password: "a stranger's password" };
  await expect(verifyEmail(deps("203.0.113.4"), stranger, origin)).rejects.toMatchObject(spent);
  await verifyEmail(deps("203.0.113.5"), { token: await tokenFor(person.email), password: person.password }, origin);
});

test("two sign-ups with one address at once leave one account", async () => {
  const person = newPerson();
  await Promise.all([signUp(deps("203.0.113.6"), person), signUp(deps("203.0.113.7"), { ...person, name: "Second" })]);
  const [counted] = await admin`select count(*)::int as users from users where email = ${person.email}`;
  expect(counted).toEqual({ users: 1 });
});

test("an address that was not confirmed cannot sign in and is mailed a new link", async () => {
  const person = newPerson();
  await signUp(deps("203.0.113.8"), person);
  const earlier = await tokenFor(person.email);
  await expect(signIn(deps("203.0.113.8"), person, origin)).rejects.toMatchObject({
    code: "forbidden",
    message: "This address is not confirmed yet.",
  });
  const tokens = await mailsTo(person.email);
  expect(tokens.map(({ template }) => template)).toEqual(["verify-email", "verify-email"]);
  await expect(verifyEmail(deps(), { token: earlier, password: person.password }, origin)).rejects.toMatchObject(spent);
  await expect(signIn(deps("203.0.113.8"), { ...person, password: "something else" }, origin)).rejects.toMatchObject(wrong);
});

test("a session ends 30 days after its sign-in, however busy it was", async () => {
  const { started } = await confirmed();
  const session = await findSession(auth, started.token);
  const id = session?.id ?? "";
  await admin`update sessions set created_at = now() - interval '30 days' + interval '1 minute', expires_at = now() + interval '1 hour' where id = ${id}`;
  expect(await findSession(auth, started.token)).toMatchObject({ id });
  const [prolonged] = await admin`select expires_at > now() + interval '6 days' as is_prolonged from sessions where id = ${id}`;
  expect(prolonged).toEqual({ is_prolonged: true });
  await admin`update sessions set created_at = now() - interval '30 days 1 second' where id = ${id}`;
  expect(await listSessions(auth, session?.userId ?? "")).toEqual([]);
  expect(await findSession(auth, started.token)).toBeUndefined();
  expect(await admin`select 1 from sessions where id = ${id}`).toHaveLength(0);
});

test("a session that nobody used for a week is over", async () => {
  const { started } = await confirmed();
  const session = await findSession(auth, started.token);
  const [row] =
    await admin`select extract(epoch from expires_at - created_at)::float as seconds from sessions where id = ${session?.id ?? ""}`;
  expect(Math.abs(row?.seconds - 7 * 86_400)).toBeLessThan(60);
  await admin`update sessions set expires_at = now() - interval '1 second' where id = ${session?.id ?? ""}`;
  expect(await findSession(auth, started.token)).toBeUndefined();
});

test("a reset ends every session, takes the old password away and works once", async () => {
  const person = await confirmed();
  const other = await signIn(deps(person.address), person, origin);
  await requestReset(deps(person.address), person.email.toUpperCase());
  const token = await tokenFor(person.email);
  expect(await resetPassword(deps(person.address), { token, password: "another quiet garden" })).toEqual({ email: person.email });
  for (const { token: old } of [person.started, other]) expect(await findSession(auth, old)).toBeUndefined();
  await expect(signIn(deps(person.address), person, origin)).rejects.toMatchObject(wrong);
  await signIn(deps(person.address), { email: person.email, password: "another quiet garden" }, origin);
  await expect(resetPassword(deps(person.address), { token, password: "one more quiet garden" })).rejects.toMatchObject(spent);
  expect((await mailsTo(person.email)).at(-1)).toMatchObject({ template: "password-changed" });
});

test("a password that is refused leaves the link of the reset usable", async () => {
  const person = await confirmed();
  await requestReset(deps(person.address), person.email);
  const token = await tokenFor(person.email);
  await expect(resetPassword(deps(person.address), { token, password: "short" })).rejects.toMatchObject({ field: "password" });
  await resetPassword(deps(person.address), { token, password: "another quiet garden" });
});

test("a reset before the address was confirmed confirms it; the link of the sign-up makes no second organisation", async () => {
  const person = newPerson();
  await signUp(deps("203.0.113.9"), person);
  const verify = await tokenFor(person.email);
  await requestReset(deps("203.0.113.9"), person.email);
  await resetPassword(deps("203.0.113.9"), { token: await tokenFor(person.email), password: "another quiet garden" });
  await expect(verifyEmail(deps("203.0.113.9"), { token: verify, password: "another quiet garden" }, origin)).rejects.toMatchObject(spent);
  const { token } = await signIn(deps("203.0.113.9"), { email: person.email, password: "another quiet garden" }, origin);
  const session = await findSession(auth, token);
  expect(await admin`select 1 from memberships where user_id = ${session?.userId ?? ""}`).toHaveLength(1);
});

test("a changed password ends the other sessions and the links that were mailed, and gives this browser a new token", async () => {
  const person = await confirmed();
  const session = await findSession(auth, person.started.token);
  await requestReset(deps(person.address), person.email);
  const reset = await tokenFor(person.email);
  const change = { userId: session?.userId ?? "", email: person.email, origin, organizationId: null, password: "another quiet garden" };
  await expect(changePassword(deps(person.address), { ...change, current: "wrong password" })).rejects.toMatchObject({ field: "current" });
  const renewed = await changePassword(deps(person.address), { ...change, current: person.password });
  expect(await findSession(auth, person.started.token)).toBeUndefined();
  expect(await findSession(auth, renewed.token)).toMatchObject({ userId: session?.userId });
  await expect(resetPassword(deps(person.address), { token: reset, password: "one more quiet garden" })).rejects.toMatchObject(spent);
});

test("whoever reads the database finds no token that works", async () => {
  const person = await confirmed();
  await requestReset(deps(person.address), person.email);
  const reset = await tokenFor(person.email);
  const { token } = person.started;
  const dump = JSON.stringify([
    await admin`select * from sessions`,
    await admin`select * from one_time_tokens`,
    await admin`select * from users`,
    await admin`select * from rate_limits`,
  ]);
  for (const secret of [token, reset, person.password]) expect(dump).not.toContain(secret);
  const ids = [...(await admin`select id from sessions`), ...(await admin`select id from one_time_tokens`)].map(({ id }) => id as string);
  for (const id of ids) expect(await findSession(auth, id)).toBeUndefined();
  expect(ids).toContain(createHash("sha256").update(reset).digest("hex"));
});

test("a token planted before sign-in is worth nothing: each sign-in makes a new one", async () => {
  const person = await confirmed();
  const tokens = [person.started.token];
  for (let at = 0; at < 3; at++) tokens.push((await signIn(deps(person.address), person, origin)).token);
  expect(new Set(tokens).size).toBe(4);
  for (const token of tokens) expect(token).toMatch(/^[\w-]{43}$/);
  const session = await findSession(auth, tokens.at(-1));
  await endSession(auth, session?.id ?? "");
  expect(await findSession(auth, tokens.at(-1))).toBeUndefined();
});

test("a password kept at another cost is kept at today's after the next sign-in", async () => {
  const person = await confirmed();
  const { hash } = await import("@node-rs/argon2");
  await admin`update users set password_hash = ${await hash(person.password, { memoryCost: 19_456, timeCost: 2 })} where email = ${person.email}`;
  await signIn(deps(person.address), person, origin);
  const [row] = await admin`select password_hash from users where email = ${person.email}`;
  expect(row?.password_hash).toMatch(/^\$argon2id\$v=19\$m=47104,t=1,p=1\$/);
  await signIn(deps(person.address), person, origin);
});
