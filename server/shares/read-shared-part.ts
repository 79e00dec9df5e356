import type { TenantDb } from "#server/database/connect.ts";
import { readResultPart, type StoredPart } from "#server/runs/index.ts";
import type { ObjectStore } from "#server/storage/object-store.ts";
import { openShare } from "./open-share.ts";

/** A stored part of the run that a link leads to. The link is looked at each time: a revoked one gives nothing more. */
export async function readSharedPart(
  db: TenantDb,
  token: string,
  { name, objects }: { readonly name: string; readonly objects: ObjectStore },
): Promise<StoredPart> {
  const { organizationId, runId } = await openShare(db, token);
  return readResultPart(db, { organizationId }, { runId, name, objects });
}
