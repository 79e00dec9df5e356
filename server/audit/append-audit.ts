import { createHash } from "node:crypto";
import { canonicalJson } from "@rustybt/engine/canonical-json";
import { desc, eq, sql } from "drizzle-orm";
import { auditLog } from "#drizzle/schema/index.ts";
import type { Tx } from "#server/database/connect.ts";

export interface AuditEntry {
  readonly organizationId: string;
  /** A user's id, `system`, or `anonymous` for whoever has not signed in. */
  readonly actor: string;
  /** Such as `strategy.create`. */
  readonly action: string;
  /** What it was done to: `run 0193…`. */
  readonly target: string;
  readonly before?: Readonly<Record<string, unknown>>;
  readonly after?: Readonly<Record<string, unknown>>;
}

/** The previous hash of the first entry. */
export const chainStart = "0".repeat(64);

/**
 * Adds an entry in the transaction of the change it tells of: neither exists without the other. Each entry's hash covers the one before it, so
 * that a changed, missing or reordered entry is found by `verifyAuditChain`.
 */
export async function appendAudit(tx: Tx, entry: AuditEntry): Promise<void> {
  const { organizationId } = entry;
  // Entries of one organisation are numbered one after the other.
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${organizationId}, 0))`);
  const [last] = await tx
    .select({ seq: auditLog.seq, hash: auditLog.hash })
    .from(auditLog)
    .where(eq(auditLog.organizationId, organizationId))
    .orderBy(desc(auditLog.seq))
    .limit(1);
  const row = { ...entry, seq: (last?.seq ?? 0) + 1, at: new Date(), previousHash: last?.hash ?? chainStart };
  await tx.insert(auditLog).values({ ...row, hash: auditHash(row) });
}

/** sha256 over the RFC 8785 form of everything else in the row. */
export function auditHash(
  row: Omit<typeof auditLog.$inferSelect, "hash" | "before" | "after"> & { before?: unknown; after?: unknown },
): string {
  const { organizationId, seq, at, actor, action, target, before, after, previousHash } = row;
  const covered = {
    organizationId,
    seq,
    at: at.toISOString(),
    actor,
    action,
    target,
    before: before ?? null,
    after: after ?? null,
    previousHash,
  };
  return createHash("sha256").update(canonicalJson(covered)).digest("hex");
}
