import { createHash, randomBytes } from "node:crypto";

/** What stands in a link: 32 random bytes. The database keeps only its sha256. */
export function newShareToken(): string {
  return randomBytes(32).toString("base64url");
}

export function shareTokenSha256(token: string): string {
  return createHash("sha256").update(token).digest("hex");
}
