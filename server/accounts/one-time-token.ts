import { createHash, randomBytes } from "node:crypto";
import { and, eq, gt, lt } from "drizzle-orm";
import { oneTimeTokens } from "#drizzle/schema/index.ts";
import type { AuthDb } from "#server/database/connect.ts";
import { AppError } from "#server/lib/errors.ts";

type Kind = "verify" | "reset";
type Writer = Pick<AuthDb, "insert" | "delete">;

const lifeMs = 3_600_000;

/** Makes the token of a mailed link; earlier ones of the same kind stop working. Kept as its sha256, usable once, for an hour. */
export async function createOneTimeToken(tx: Writer, userId: string, kind: Kind): Promise<string> {
  const token = randomBytes(32).toString("base64url");
  await tx.delete(oneTimeTokens).where(and(eq(oneTimeTokens.userId, userId), eq(oneTimeTokens.kind, kind)));
  await tx.insert(oneTimeTokens).values({ id: idOf(token), userId, kind, expiresAt: new Date(Date.now() + lifeMs) });
  return token;
}

/** Takes a token out of the world and answers whose it was; of two who use it at once, one gets it. */
export async function useOneTimeToken(tx: Writer, token: string, kind: Kind): Promise<string> {
  const [row] = await tx
    .delete(oneTimeTokens)
    .where(and(eq(oneTimeTokens.id, idOf(token)), eq(oneTimeTokens.kind, kind), gt(oneTimeTokens.expiresAt, new Date())))
    .returning({ userId: oneTimeTokens.userId });
  if (row !== undefined) return row.userId;
  throw new AppError("invalid", "This link was used already or is older than an hour.", { hint: "Ask for a new one." });
}

/** Makes every mailed link of a user worthless. */
export async function deleteTokensOf(tx: Writer, userId: string): Promise<void> {
  await tx.delete(oneTimeTokens).where(eq(oneTimeTokens.userId, userId));
}

export async function deleteExpiredTokens(db: Writer): Promise<void> {
  await db.delete(oneTimeTokens).where(lt(oneTimeTokens.expiresAt, new Date()));
}

function idOf(token: string): string {
  return createHash("sha256").update(token).digest("hex");
}
