import type { Tenant, TenantDb } from "#server/database/connect.ts";
import type { ObjectStore } from "#server/storage/object-store.ts";
import { decimalText } from "./decimal-text.ts";
import type { PreviewInput } from "./inputs.ts";
import { withVersionSymbol } from "./with-version-symbol.ts";

export interface PreviewRow {
  /** RFC 3339 of the bar's start. */
  readonly time: string;
  readonly open: string;
  readonly high: string;
  readonly low: string;
  readonly close: string;
  readonly volume: string | null;
}

/** Some bars of a dataset version, exactly as they are stored. */
export async function previewRows(
  place: { readonly db: TenantDb; readonly objects: ObjectStore },
  tenant: Tenant,
  { versionId, symbol, from, count }: PreviewInput,
): Promise<{ from: number; rows: number; page: PreviewRow[] }> {
  return withVersionSymbol(place, tenant, { versionId, symbol }, async (stored) => {
    const { rows, priceScale, volumeScale, hasVolume } = stored;
    const first = Math.min(Math.max(0, from < 0 ? rows + from : from), rows);
    const length = Math.min(count, rows - first);
    const column = (name: Parameters<typeof stored.read>[0]) => stored.read(name, first, length);
    const [times, open, high, low, close] = await Promise.all([
      column("time"),
      column("open"),
      column("high"),
      column("low"),
      column("close"),
    ]);
    const volume = hasVolume ? await column("volume") : undefined;
    const price = (values: BigInt64Array, at: number) => decimalText(values[at] ?? 0n, priceScale);
    const page = Array.from(times, (time, at) => ({
      time: new Date(Number(time)).toISOString().replace(".000Z", "Z"),
      open: price(open, at),
      high: price(high, at),
      low: price(low, at),
      close: price(close, at),
      volume: volume === undefined ? null : decimalText(volume[at] ?? 0n, volumeScale),
    }));
    return { from: first, rows, page };
  });
}
