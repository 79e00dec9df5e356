// A home without a worker that has looked: sign-up is open.
import "#server/sandbox/testing/sandbox-home.ts";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, expect, test } from "vitest";
import { accountsOf } from "#server/accounts/testing.ts";
import { testDatabase } from "#server/database/testing.ts";
import { handleTrpc } from "./trpc-handler.ts";

const database = await testDatabase();
const { newPerson, tokenFor } = accountsOf(database);
// The web process's connections, to this file's database.
Object.assign(globalThis, { rustybtDatabases: { tenant: { db: database.web }, auth: { db: database.auth } } });

const server = createServer((request, response) => void handleTrpc(request, response)).listen(0, "127.0.0.1");
await once(server, "listening");
const { port } = server.address() as AddressInfo;
afterAll(() => void server.close());

/** Calls a procedure as a browser does: over HTTP, from an address, with the cookie it has. */
async function call(path: string, input: unknown, { cookie = "", address = "198.51.100.7" } = {}) {
  const response = await fetch(`http://127.0.0.1:${port}/api/trpc/${path}`, {
    method: "POST",
    headers: { "content-type": "application/json", "x-client-address": address, "user-agent": "Test", cookie },
    body: JSON.stringify({ json: input }),
  });
  const setCookie = response.headers.get("set-cookie");
  return { response, setCookie, cookie: setCookie?.split(";", 1)[0] ?? "", body: await response.json() };
}

const isSignedIn = async (cookie: string) => (await call("account.rename", { name: "Still here" }, { cookie })).response.status === 200;

async function signedUp() {
  const person = newPerson();
  await call("account.signUp", person);
  const { cookie } = await call("account.verifyEmail", { token: await tokenFor(person.email), password: person.password });
  return { person, cookie };
}

test("a session's token is in a cookie that scripts cannot read, and nowhere else in the answer", async () => {
  const { person } = await signedUp();
  const { setCookie, cookie, response } = await call("account.signIn", { email: person.email, password: person.password });
  expect(setCookie).toMatch(/^session=[\w-]{43}; Expires=[^;]+; Path=\/; HttpOnly; SameSite=Lax$/);
  const days = (new Date(/Expires=([^;]+)/.exec(setCookie ?? "")?.[1] ?? "").getTime() - Date.now()) / 86_400_000;
  expect(days).toBeGreaterThan(29.9);
  expect(days).toBeLessThanOrEqual(30);
  expect(response.headers.get("cache-control")).toBe("no-store");
  expect(await isSignedIn(cookie)).toBe(true);
});

test("signing in again makes a new token and ends the session the browser had", async () => {
  const { person, cookie } = await signedUp();
  const again = await call("account.signIn", { email: person.email, password: person.password }, { cookie });
  expect(again.cookie).not.toBe(cookie);
  expect([await isSignedIn(cookie), await isSignedIn(again.cookie)]).toEqual([false, true]);
});

test("a cookie that somebody planted does not become a session by signing in", async () => {
  const { person } = await signedUp();
  const planted = `session=${"a".repeat(43)}`;
  const { cookie } = await call("account.signIn", { email: person.email, password: person.password }, { cookie: planted });
  expect([await isSignedIn(planted), await isSignedIn(cookie)]).toEqual([false, true]);
});

test("a changed password gives this browser a new token; the old one is over", async () => {
  const { person, cookie } = await signedUp();
  const changed = await call("account.changePassword", { current: person.password, password: "another quiet garden" }, { cookie });
  expect([await isSignedIn(cookie), await isSignedIn(changed.cookie)]).toEqual([false, true]);
});

test("signing out takes the cookie back and ends the session", async () => {
  const { cookie } = await signedUp();
  const { setCookie } = await call("account.signOut", undefined, { cookie });
  expect(setCookie).toBe("session=; Max-Age=0; Path=/; HttpOnly; SameSite=Lax");
  expect(await isSignedIn(cookie)).toBe(false);
});

test("too many attempts get 429 with the seconds to wait", async () => {
  const attempt = () => call("account.signIn", { email: "nobody@example.org", password: "a guess" }, { address: "203.0.113.77" });
  const statuses: number[] = [];
  for (let at = 0; at < 10; at++) statuses.push((await attempt()).response.status);
  expect(statuses).toEqual(Array(10).fill(401));
  const { response, body } = await attempt();
  expect(response.status).toBe(429);
  const seconds = Number(response.headers.get("retry-after"));
  expect(seconds).toBeGreaterThan(880);
  expect(seconds).toBeLessThanOrEqual(900);
  expect(body.error.json.data.app).toMatchObject({ code: "limit_reached", retryAfterSeconds: seconds });
});

test("an answer of a failure has no stack and no name of ours", async () => {
  const { body } = await call("account.signIn", { email: "nobody@example.org", password: "a guess" }, { address: "203.0.113.78" });
  expect(JSON.stringify(body)).not.toMatch(/stack|node_modules|\.ts:/);
});
