import type { Tenant } from "#server/database/connect.ts";
import { notFound } from "#server/lib/errors.ts";
import type { StoredSymbol } from "./column-file.ts";
import { type DatasetPlace, withVersionFile } from "./with-version-file.ts";

export interface VersionSymbol {
  readonly versionId: string;
  readonly symbol: string;
}

/** Opens a symbol of a dataset version for the time of `use`. */
export async function withVersionSymbol<T>(
  place: DatasetPlace,
  tenant: Tenant,
  { versionId, symbol }: VersionSymbol,
  use: (stored: StoredSymbol, objectSha256: string) => Promise<T>,
): Promise<T> {
  return withVersionFile(place, tenant, versionId, async ({ symbols }, { objectSha256 }) => {
    const stored = symbols.find((one) => one.symbol === symbol);
    if (stored === undefined) throw notFound("symbol", symbol);
    return use(stored, objectSha256);
  });
}
