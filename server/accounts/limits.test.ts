import { afterEach, expect, test } from "vitest";
import { testDatabase } from "#server/database/testing.ts";
import { requestReset, resetPassword, signIn, signUp } from "./index.ts";
import { accountsOf, origin } from "./testing.ts";

const database = await testDatabase();
const { admin } = database;
const { deps, newPerson, mailsTo, tokenFor, confirmed } = accountsOf(database);

afterEach(async () => {
  await admin`delete from rate_limits`;
});

async function codesOf(tries: readonly (() => Promise<unknown>)[]): Promise<Record<string, number>> {
  const codes: Record<string, number> = {};
  for (const attempt of tries) {
    const code = await attempt().then(
      () => "passed",
      (error: { code: string }) => error.code,
    );
    codes[code] = (codes[code] ?? 0) + 1;
  }
  return codes;
}

test("of 60 guesses from 60 networks ten are tried, and the owner still gets in from where they were before", async () => {
  const person = await confirmed();
  const guesses = Array.from({ length: 60 }, (_, at) => () => signIn(deps(`10.${at}.0.1`), { ...person, password: `guess ${at}` }, origin));
  expect(await codesOf(guesses)).toEqual({ unauthenticated: 10, limit_reached: 50 });
  await signIn(deps(person.address), person, origin);
});

test("a refusal tells the seconds to wait, and the same for an address without an account", async () => {
  const person = await confirmed();
  const failures: unknown[] = [];
  for (const email of [person.email, "nobody@example.org"]) {
    for (let at = 0; at < 10; at++)
      await signIn(deps(`10.${at}.0.1`), { email, password: "guess" }, origin).catch((error: unknown) => failures.push(error));
    await signIn(deps("10.99.0.1"), { email, password: "guess" }, origin).catch((error: unknown) => failures.push(error));
  }
  const [known, unknown] = [failures[10], failures[21]] as [Record<string, unknown>, Record<string, unknown>];
  expect(known).toMatchObject({ code: "limit_reached", message: "Too many attempts. Try again in 15 minutes." });
  expect(known.retryAfterSeconds).toBeGreaterThan(890);
  expect(known.retryAfterSeconds).toBeLessThanOrEqual(900);
  expect([unknown.code, unknown.message]).toEqual([known.code, known.message]);
});

test("whoever is away from home and locked out by guesses of others gets in by a new password", async () => {
  const person = await confirmed();
  for (let at = 0; at < 12; at++) await signIn(deps(`10.${at}.0.1`), { ...person, password: "guess" }, origin).catch(() => {});
  await expect(signIn(deps("10.50.0.1"), person, origin)).rejects.toMatchObject({ code: "limit_reached" });
  await requestReset(deps("10.50.0.1"), person.email);
  await resetPassword(deps("10.50.0.1"), { token: await tokenFor(person.email), password: "another quiet garden" });
  await signIn(deps("10.50.0.1"), { ...person, password: "another quiet garden" }, origin);
});

test("one line of IPv6 is one client, whatever address of it is used", async () => {
  const tries = Array.from(
    { length: 35 },
    (_, at) => () =>
      signIn(deps(`2001:db8:1:1::${(at + 1).toString(16)}`), { email: `nobody-${at}@example.org`, password: "guess" }, origin),
  );
  expect(await codesOf(tries)).toEqual({ unauthenticated: 30, limit_reached: 5 });
});

test("a mailbox gets no more than three mails of a kind an hour", async () => {
  const person = newPerson();
  const signUps = Array.from({ length: 5 }, (_, at) => () => signUp(deps(`10.${at}.0.1`), person));
  expect(await codesOf(signUps)).toEqual({ passed: 3, limit_reached: 2 });
  const resets = Array.from({ length: 5 }, (_, at) => () => requestReset(deps(`10.${at}.0.1`), person.email));
  expect(await codesOf(resets)).toEqual({ passed: 3, limit_reached: 2 });
  expect(await mailsTo(person.email)).toHaveLength(6);
});

test("counts of concurrent attempts are not lost", async () => {
  const tries = await Promise.allSettled(
    Array.from({ length: 40 }, () => signIn(deps(), { email: "nobody@example.org", password: "guess" }, origin)),
  );
  const codes = tries.map((tried) => (tried.status === "rejected" ? (tried.reason as { code: string }).code : "passed"));
  expect(codes.filter((code) => code === "unauthenticated")).toHaveLength(10);
});

test("the table of counters holds no addresses of mailboxes", async () => {
  const person = await confirmed();
  await signIn(deps(person.address), person, origin);
  expect(JSON.stringify(await admin`select * from rate_limits`).toLowerCase()).not.toContain("example.org");
});
