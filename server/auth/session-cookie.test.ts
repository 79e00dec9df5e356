import { expect, test } from "vitest";
import { blankSessionCookie, readSessionToken, sessionCookie } from "./session-cookie.ts";

const https = new URL("https://bt.example");
const local = new URL("http://127.0.0.1:3000");
const expiresAt = new Date("2026-12-02T10:00:00Z");

test("over https the cookie is bound to the host, hidden from scripts and sent back over https only", () => {
  expect(sessionCookie(https, "abc", expiresAt)).toBe(
    "__Host-session=abc; Expires=Wed, 02 Dec 2026 10:00:00 GMT; Path=/; HttpOnly; SameSite=Lax; Secure",
  );
});

test("on a machine's own address without https the cookie works too", () => {
  expect(sessionCookie(local, "abc", expiresAt)).toBe("session=abc; Expires=Wed, 02 Dec 2026 10:00:00 GMT; Path=/; HttpOnly; SameSite=Lax");
  expect(blankSessionCookie(local)).toBe("session=; Max-Age=0; Path=/; HttpOnly; SameSite=Lax");
});

test("the token is found among other cookies, and only under its exact name", () => {
  expect(readSessionToken(local, "theme=dark; session=abc; x=1")).toBe("abc");
  expect(readSessionToken(local, "mysession=abc")).toBeUndefined();
  expect(readSessionToken(local, "session=")).toBeUndefined();
  expect(readSessionToken(https, "session=abc")).toBeUndefined();
  expect(readSessionToken(local, undefined)).toBeUndefined();
});
