import { hash, verify } from "@node-rs/argon2";
import { AppError } from "#server/lib/errors.ts";
import { commonPasswords } from "./common-passwords.ts";

// argon2id with the memory OWASP's ASVS 5.0 (appendix C) asks of one pass; the library's own algorithm default is argon2id.
const cost = { memoryCost: 47_104, timeCost: 1, parallelism: 1 };
const shortest = 8;
const longest = 128;

/** The stored form (PHC string) of a password that is good enough; throws `invalid` with what to change. */
export async function hashPassword(password: string): Promise<string> {
  assertGoodPassword(password);
  return hash(password, cost);
}

/**
 * Whether the password is the one behind the stored form. Without a stored form (no such account) the same work is done for nothing, so
 * that the time of an answer does not tell whether an account exists.
 */
export async function isPassword(stored: string | undefined, password: string): Promise<boolean> {
  const given = password.slice(0, longest + 1);
  if (stored !== undefined) return verify(stored, given);
  standIn ??= hash("no account has this password", cost);
  await verify(await standIn, given);
  return false;
}

let standIn: Promise<string> | undefined;

function assertGoodPassword(password: string): void {
  const characters = [...password].length;
  if (characters < shortest || characters > longest) {
    throw new AppError("invalid", `The password has ${characters} characters; it needs ${shortest} to ${longest}.`, {
      hint: "A sentence of a few words is easy to keep and hard to guess.",
      field: "password",
    });
  }
  if (commonPasswords.has(password.toLowerCase())) {
    throw new AppError("invalid", "This password is on the lists that are tried first.", {
      hint: "Choose one that is your own.",
      field: "password",
    });
  }
}
