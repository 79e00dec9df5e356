import { verify } from "@node-rs/argon2";
import { expect, test, vi } from "vitest";
import { hashPassword, isOutdatedHash, isPassword } from "./password.ts";

// As it is, but seen: time would tell of other work too.
vi.mock("@node-rs/argon2", { spy: true });

test("a password is kept as argon2id with 46 MiB and a salt of its own, and is recognised", async () => {
  const [one, two] = [await hashPassword("grüne Wiesen im Mai"), await hashPassword("grüne Wiesen im Mai")];
  expect(one).toMatch(/^\$argon2id\$v=19\$m=47104,t=1,p=1\$/);
  expect(one).not.toBe(two);
  expect(await isPassword(one, "grüne Wiesen im Mai")).toBe(true);
  expect(await isPassword(one, "grüne Wiesen im Mai ")).toBe(false);
});

test.each([
  ["short", "The password has 5 characters; it needs 8 to 128."],
  ["x".repeat(129), "The password has 129 characters; it needs 8 to 128."],
  ["Password123", "This password is on the lists that are tried first."],
])("%s is refused", async (password, message) => {
  await expect(hashPassword(password)).rejects.toMatchObject({ code: "invalid", message });
});

test("without an account the same work is done", async () => {
  const stored = await hashPassword("a password of some account");
  const passesOf = async (hash: string | undefined) => {
    vi.mocked(verify).mockClear();
    expect(await isPassword(hash, "wrong password")).toBe(false);
    // One pass over a form of this cost, of a password of this length; the form's salt and digest are of the same length too.
    return vi.mocked(verify).mock.calls.map(([form, password]) => [String(form).split("$").slice(0, 4), String(form).length, password]);
  };
  const [missing, present] = [await passesOf(undefined), await passesOf(stored)];
  expect(missing).toEqual([[["", "argon2id", "v=19", "m=47104,t=1,p=1"], stored.length, "wrong password"]]);
  expect(present).toEqual(missing);
});

test("the same accents typed in another way are the same password", async () => {
  const stored = await hashPassword("gr\u00fcne Wiesen im Mai");
  expect(await isPassword(stored, "gru\u0308ne Wiesen im Mai")).toBe(true);
});

test("the longest password there may be is recognised, whatever its characters", async () => {
  const password = "\u{1f33f}".repeat(128);
  expect(await isPassword(await hashPassword(password), password)).toBe(true);
});

test("a form of another cost is outdated", async () => {
  expect(isOutdatedHash(await hashPassword("grüne Wiesen im Mai"))).toBe(false);
  expect(isOutdatedHash("$argon2id$v=19$m=19456,t=2,p=1$c29tZXNhbHQ$aGFzaA")).toBe(true);
});
