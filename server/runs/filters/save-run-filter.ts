import { count, eq } from "drizzle-orm";
import { runFilters, strategies } from "#drizzle/schema/index.ts";
import { type TenantDb, withTenant } from "#server/database/connect.ts";
import { AppError, assert, notFound } from "#server/lib/errors.ts";
import type { Author } from "../create-run.ts";
import { SaveRunFilterInput } from "./run-filter-input.ts";

/** As many as a menu shows without scrolling on a phone, and more than anybody names apart. */
const most = 20;

/** Keeps a filter under a name; a filter of the same name is replaced. */
export async function saveRunFilter(db: TenantDb, author: Author, raw: SaveRunFilterInput): Promise<{ readonly id: string }> {
  const { name, filter } = SaveRunFilterInput.parse(raw);
  const { organizationId, userId } = author;
  return withTenant(db, author, async (tx) => {
    if (filter.strategyId !== undefined) {
      const known = await tx.select({ id: strategies.id }).from(strategies).where(eq(strategies.id, filter.strategyId));
      if (known.length === 0) throw notFound("strategy", filter.strategyId);
    }
    const [saved] = await tx
      .insert(runFilters)
      .values({ organizationId, userId, name, filter })
      .onConflictDoUpdate({ target: [runFilters.organizationId, runFilters.userId, runFilters.name], set: { filter } })
      .returning({ id: runFilters.id });
    const [kept] = await tx.select({ count: count() }).from(runFilters).where(eq(runFilters.userId, userId));
    assert(saved !== undefined && kept !== undefined, "an insert and a count are answered");
    if (kept.count > most)
      throw new AppError("limit_reached", `You keep ${most} filters, the most there can be.`, { hint: "Remove one first." });
    return { id: saved.id };
  });
}
