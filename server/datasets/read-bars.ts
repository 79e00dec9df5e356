import { promisify } from "node:util";
import { gzip } from "node:zlib";
import type { Tenant, TenantDb } from "#server/database/connect.ts";
import type { ObjectStore } from "#server/storage/object-store.ts";
import { barsToDraw } from "./bars-to-draw.ts";
import { type VersionSymbol, withVersionSymbol } from "./with-version-symbol.ts";

const mostBars = 20_000;
const pack = promisify(gzip);

/** A symbol's bars as gzipped JSON columns for a chart, and a tag that changes when they do: never. */
export async function readBars(
  place: { readonly db: TenantDb; readonly objects: ObjectStore },
  tenant: Tenant,
  which: VersionSymbol,
): Promise<{ tag: string; body: Uint8Array<ArrayBuffer> }> {
  return withVersionSymbol(place, tenant, which, async (stored, objectSha256) => {
    const bars = await barsToDraw(stored, mostBars);
    const body = await pack(JSON.stringify(bars));
    return { tag: `${objectSha256.slice(0, 32)}-bars-1`, body: new Uint8Array(body) };
  });
}
