import { availableParallelism } from "node:os";
import { hash, verify } from "@node-rs/argon2";
import { AppError } from "#server/lib/errors.ts";
import { atMost } from "./at-most.ts";
import { commonPasswords } from "./common-passwords.ts";

// argon2id with the memory OWASP's ASVS 5.0 (appendix C) asks of one pass; the library's own algorithm default is argon2id.
const cost = { memoryCost: 47_104, timeCost: 1, parallelism: 1 };
const costPrefix = "$argon2id$v=19$m=47104,t=1,p=1$";
const shortest = 8;
const longest = 128;
// Of 32 random bytes that were not kept.
const nobodys = "$argon2id$v=19$m=47104,t=1,p=1$l+94rV+0Weg+HLGC0M4Exw$yeLo7asg3Xst+Gi2eo8QTbDKIwWFEZ7dRmtRvSpdwaM";

// Each pass holds a thread of Node's pool and 46 MiB; a flood of attempts must leave threads to files and names.
const hashing = atMost(Math.max(1, availableParallelism() - 1));

/** The stored form (PHC string) of a password that is good enough; throws `invalid` with what to change. */
export async function hashPassword(password: string): Promise<string> {
  assertGoodPassword(password);
  return hashing(() => hash(typed(password), cost));
}

/**
 * Whether the password is the one behind the stored form. Without a stored form (no such account) the same work is done for nothing, so
 * that the time of an answer does not tell whether an account exists.
 */
export async function isPassword(stored: string | undefined, password: string): Promise<boolean> {
  const isRight = await hashing(() => verify(stored ?? nobodys, typed(password)));
  return isRight && stored !== undefined;
}

/** Whether a stored form was made at another cost than today's: it is made anew when its password is known, at sign-in. */
export function isOutdatedHash(stored: string): boolean {
  return !stored.startsWith(costPrefix);
}

// Keyboards differ in how they compose accents.
function typed(password: string): string {
  return password.normalize("NFC");
}

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
