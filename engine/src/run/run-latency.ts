import type { Clock } from "../market/calendar-days.ts";
import { sessionTimes } from "../market/session-times.ts";
import type { LatencyInfo } from "../result/document.ts";
import { durationUs } from "../settings/duration.ts";
import { delayParts } from "../settings/latency-settings.ts";
import type { DelayConfig, DelayPart, RunConfig } from "../settings/run-config.ts";
import { type LatencyFile, latencyFile } from "./latency-file.ts";
import type { RunSymbol } from "./run-symbols.ts";
import { tableColumn } from "./table-columns.ts";

/** How long messages take, as the native core reads it, and what the manifest says of it. */
export interface RunLatency {
  readonly settings: object;
  readonly info: LatencyInfo;
}

const kinds = ["submit", "cancel", "modify", "ack"] as const;

/** Nothing where no message takes any time. Throws `DataError` for a file of durations that cannot be read. */
export function runLatency({ latency, seed }: RunConfig, symbols: readonly RunSymbol[], clock: Clock): RunLatency | undefined {
  if (latency === null || kinds.every((kind) => delayParts(latency[kind]).length === 0)) return undefined;
  const files = new Map<string, LatencyFile>();
  const parts = (delay: DelayConfig | null) => delayParts(delay).map((part) => nativePart(part, files));
  const intervals = symbols.map((symbol) => (symbol.isDaily ? null : barLength(symbol)));
  const calendars = [...new Set(symbols.filter(({ isDaily }) => isDaily).map(({ calendar }) => calendar))];
  const bars = symbols.map(({ calendar }, i) => {
    const interval = intervals[i] ?? null;
    return interval === null ? { calendar: calendars.indexOf(calendar) } : { interval };
  });
  const settings = {
    ...Object.fromEntries(kinds.map((kind) => [kind, parts(latency[kind])])),
    seed: latency.seed ?? seed,
    bars,
    calendars: calendars.map((calendar) => sessionTimes(clock.times, calendar)),
  };
  const sources = [...files.values()].map(({ path, sha256, us }) => ({ path, sha256, rows: us.length }));
  const info = {
    bars: symbols.map(({ symbol }, i) => ({ symbol, intervalMs: intervals[i] ?? null })),
    ...(sources.length === 0 ? {} : { files: sources }),
  };
  return { settings, info };
}

function nativePart(part: DelayPart, files: Map<string, LatencyFile>): object {
  if (typeof part === "string") return { model: "constant", us: durationUs(part) };
  if (part.model === "uniform") return { model: "uniform", min: durationUs(part.min), max: durationUs(part.max) };
  if (part.model === "normal") return { model: "normal", mean: durationUs(part.mean), sd: durationUs(part.sd) };
  const file = files.get(part.path) ?? latencyFile(part.path);
  files.set(part.path, file);
  return { model: "file", us: file.us };
}

/** The least distance of two bars of the symbol's whole data: how long one lasts. */
function barLength({ table, intervalMs }: RunSymbol): number {
  const times = tableColumn(table, "time");
  let least = intervalMs > 0 ? intervalMs : Number.POSITIVE_INFINITY;
  for (let i = 1; i < times.length; i++) least = Math.min(least, (times[i] as number) - (times[i - 1] as number));
  return Number.isFinite(least) ? least : 0;
}
