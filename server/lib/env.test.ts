import { expect, test } from "vitest";
import { derivedPassword, readEnv } from "./env.ts";
import { homeOf } from "./home.ts";

test("without variables the portal stands on this machine's own address, port 3000, with the sandbox required", () => {
  const { port, publicUrl, sandbox, isDemo, databaseUrl } = readEnv({ DATABASE_URL: "" });
  expect([port, publicUrl.href, sandbox, isDemo, databaseUrl]).toEqual([3000, "http://127.0.0.1:3000/", "required", false, undefined]);
});

test.each([
  ["PORT", "80x", 'The environment variable PORT ("80x") cannot be used'],
  ["RUSTYBT_SANDBOX", "no", 'The environment variable RUSTYBT_SANDBOX ("no") cannot be used'],
  ["PUBLIC_URL", "bt.example", "The environment variable PUBLIC_URL cannot be used"],
  ["RUSTYBT_SECRET", "short-and-private", "The environment variable RUSTYBT_SECRET cannot be used"],
])("%s=%s is refused by name", (name, value, message) => {
  expect(() => readEnv({ [name]: value })).toThrow(message);
});

test("a secret is not repeated in the message that refuses it", () => {
  expect(() => readEnv({ RUSTYBT_SECRET: "short-and-private" })).not.toThrow("short-and-private");
});

test("passwords of two purposes differ and stay the same between starts", () => {
  const secret = "0123456789abcdef0123456789abcdef";
  expect(derivedPassword(secret, "web")).toBe(derivedPassword(secret, "web"));
  expect(derivedPassword(secret, "web")).not.toBe(derivedPassword(secret, "worker"));
});

test("two checkouts have homes of their own below RUSTYBT_HOME, root's is /var/lib/rustybt", () => {
  expect(homeOf("/a", "/state", true)).toMatch(/^\/state\/[0-9a-f]{12}$/);
  expect(homeOf("/a", "/state", true)).not.toBe(homeOf("/b", "/state", true));
  expect(homeOf("/a", undefined, true)).toMatch(/^\/var\/lib\/rustybt\/[0-9a-f]{12}$/);
});
