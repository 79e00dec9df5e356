import { eq } from "drizzle-orm";
import { z } from "zod";
import { runs, shares } from "#drizzle/schema/index.ts";
import { appendAudit } from "#server/audit/index.ts";
import { type TenantDb, withTenant } from "#server/database/connect.ts";
import { AppError, assert, notFound } from "#server/lib/errors.ts";
import type { Author } from "#server/runs/index.ts";
import { newShareToken, shareTokenSha256 } from "./share-token.ts";

export const CreateShareInput = z.strictObject({
  runId: z.uuid(),
  /** The link also shows the strategy's code. */
  showCode: z.boolean().default(false),
  /** When the link ends; without it, when it is revoked. */
  expiresAt: z.date().optional(),
});
export type CreateShareInput = z.input<typeof CreateShareInput>;

/** Makes a link to a finished run. Its token is answered here and never again. */
export async function createShare(
  db: TenantDb,
  author: Author,
  raw: CreateShareInput,
): Promise<{ readonly id: string; readonly token: string }> {
  const { runId, showCode, expiresAt } = CreateShareInput.parse(raw);
  if (expiresAt !== undefined && expiresAt.getTime() <= Date.now()) {
    throw new AppError("invalid", `The link would end at ${expiresAt.toISOString()}, which has passed.`, {
      field: "expiresAt",
      hint: "Choose a later day, or none.",
    });
  }
  const token = newShareToken();
  const { organizationId, userId } = author;
  return withTenant(db, author, async (tx) => {
    const [run] = await tx.select({ status: runs.status }).from(runs).where(eq(runs.id, runId));
    if (run === undefined) throw notFound("run", runId);
    if (run.status !== "succeeded") {
      throw new AppError("conflict", `The run is ${run.status}: only a run with a result can be shared.`);
    }
    const [share] = await tx
      .insert(shares)
      .values({ organizationId, runId, tokenSha256: shareTokenSha256(token), showCode, expiresAt, createdBy: userId })
      .returning({ id: shares.id });
    assert(share !== undefined, "an inserted row is returned");
    await appendAudit(tx, {
      organizationId,
      actor: userId,
      action: "share.create",
      target: `share ${share.id}`,
      after: { runId, showCode, expiresAt: expiresAt?.toISOString() ?? null },
    });
    return { id: share.id, token };
  });
}
