import { expect, test } from "vitest";
import { hashPassword, isOutdatedHash, isPassword } from "./password.ts";

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
  const cpuMs = async (hash: string | undefined) => {
    const from = process.cpuUsage();
    expect(await isPassword(hash, "wrong password")).toBe(false);
    const { user, system } = process.cpuUsage(from);
    return (user + system) / 1000;
  };
  // The least of several: whatever else this process does in the meantime counts too.
  const leastCpuMs = async (hash: string | undefined) => {
    const passes: number[] = [];
    for (let pass = 0; pass < 8; pass++) passes.push(await cpuMs(hash));
    return Math.min(...passes);
  };
  const [missing, present] = [await leastCpuMs(undefined), await leastCpuMs(stored)];
  // Both are one pass over 46 MiB; skipping it would take less than a hundredth.
  expect(missing).toBeGreaterThan(present / 5);
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
