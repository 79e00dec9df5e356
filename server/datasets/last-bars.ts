import type { Tenant } from "#server/database/connect.ts";
import { assert } from "#server/lib/errors.ts";
import { type DatasetPlace, withVersionFile } from "./with-version-file.ts";

export interface LastBars {
  /** The exchange day on which they begin; null when there are no more than were asked for. */
  readonly from: string | null;
  /** Symbols that still have bars by then. */
  readonly symbols: readonly string[];
}

/** The stretch that holds the last bars of a dataset version, counted on the symbol that goes furthest and there on the longest. */
export async function lastBars(place: DatasetPlace, tenant: Tenant, versionId: string, count: number): Promise<LastBars> {
  return withVersionFile(place, tenant, versionId, async (file, { symbols: facts }) => {
    const [lead] = [...file.symbols].sort((a, b) => Date.parse(b.to) - Date.parse(a.to) || b.rows - a.rows);
    assert(lead !== undefined, "a dataset version has a symbol");
    const all = file.symbols.map(({ symbol }) => symbol);
    if (lead.rows <= count) return { from: null, symbols: all };
    const [time] = await lead.read("time", lead.rows - count, 1);
    const start = Number(time);
    const { isDaily, timezone } = facts.find(({ symbol }) => symbol === lead.symbol) ?? { isDaily: true, timezone: "" };
    return {
      from: isDaily ? new Date(start).toISOString().slice(0, 10) : dayIn(timezone, start),
      symbols: file.symbols.filter(({ to }) => Date.parse(to) >= start).map(({ symbol }) => symbol),
    };
  });
}

function dayIn(timeZone: string, moment: number): string {
  return new Intl.DateTimeFormat("sv-SE", { timeZone, dateStyle: "short" }).format(moment);
}
