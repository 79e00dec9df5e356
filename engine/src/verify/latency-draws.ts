import type { LogEvent, OrderEvent } from "../result/log-event.ts";
import { durationUs, microsecondsOf } from "../settings/duration.ts";
import { delayParts } from "../settings/latency-settings.ts";
import type { DelayPart, RunConfig } from "../settings/run-config.ts";
import type { Findings } from "./findings.ts";
import { golden, splitmix64, wrap } from "./splitmix.ts";

type Sent = "submit" | "cancel" | "modify";

/** Messages that leave no line between two that do: word on its way back, and those that took no time. */
const mostUnseen = 20_000;

/** Each drawn latency is that of a message with a higher number than the one before it (F12). */
export function checkDraws(events: readonly LogEvent[], pathOf: (line: number) => string, config: RunConfig, findings: Findings): void {
  const latency = config.latency ?? null;
  if (latency === null) return;
  const seed = BigInt(latency.seed ?? config.seed);
  const seen = new Set<number>();
  let last = 0;
  for (const [line, event] of events.entries()) {
    if (event.type !== "order") continue;
    const isFirst = !seen.has(event.id);
    seen.add(event.id);
    const us = event.latency === undefined ? undefined : microsecondsOf(event.latency, "ms");
    if (us === undefined || us === 0n) continue;
    const ways = kindsOf(event, isFirst).map((kind) => delayParts(latency[kind]));
    // Constants are compared as such, and what a file holds is not in the document.
    if (!ways.every(isDrawn)) continue;
    let number = last + 1;
    while (number <= last + mostUnseen && !ways.some((parts) => drawn(parts, seed, number) === us)) number++;
    if (number > last + mostUnseen)
      findings.add(`${pathOf(line)}.latency`, "a latency is drawn from the seed and the number of its message", { found: event.latency });
    else last = number;
  }
}

function kindsOf({ status }: OrderEvent, isFirst: boolean): readonly Sent[] {
  if (isFirst) return ["submit"];
  if (status === "pendingCancel") return ["cancel"];
  return status === "pendingReplace" ? ["modify"] : ["cancel", "modify"];
}

function isDrawn(parts: readonly DelayPart[]): boolean {
  const isFile = (part: DelayPart) => typeof part !== "string" && part.model === "file";
  return parts.some((part) => typeof part !== "string") && !parts.some(isFile);
}

/** Microseconds of the message with this number. */
function drawn(parts: readonly DelayPart[], seed: bigint, number: number): bigint {
  let state = splitmix64(splitmix64(seed) ^ BigInt(number));
  const next = (): bigint => {
    const output = splitmix64(state);
    state = wrap(state + golden);
    return output;
  };
  return parts.reduce((sum, part) => sum + partOf(part, next), 0n);
}

function partOf(part: DelayPart, next: () => bigint): bigint {
  if (typeof part === "string") return BigInt(durationUs(part));
  if (part.model === "uniform") {
    const [min, max] = [BigInt(durationUs(part.min)), BigInt(durationUs(part.max))];
    return min + ((next() * (max - min + 1n)) >> 64n);
  }
  if (part.model === "file") return 0n;
  let sum = 0n;
  for (let i = 0; i < 12; i++) sum += next() >> 32n;
  const value = BigInt(durationUs(part.mean)) + ((BigInt(durationUs(part.sd)) * (sum - (6n << 32n))) >> 32n);
  return value > 0n ? value : 0n;
}
