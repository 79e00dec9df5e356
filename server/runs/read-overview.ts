import { buffer } from "node:stream/consumers";
import { createGunzip } from "node:zlib";
import type { Tenant, TenantDb } from "#server/database/connect.ts";
import type { ObjectStore } from "#server/storage/object-store.ts";
import { readResultPart } from "./read-result-part.ts";
import type { RunOverview } from "./results/overview.ts";

/** What a result page says before its long columns are there. */
export async function readOverview(
  db: TenantDb,
  tenant: Tenant,
  { runId, objects }: { readonly runId: string; readonly objects: ObjectStore },
): Promise<RunOverview> {
  const { stream } = await readResultPart(db, tenant, { runId, name: "overview", objects });
  const text = await buffer(stream.pipe(createGunzip()));
  return JSON.parse(text.toString("utf8"));
}
