import { canonicalDecimal } from "./decimal-text.ts";

const unitUs = { us: 1n, ms: 1_000n, s: 1_000_000n, m: 60_000_000n, h: 3_600_000_000n } as const;
const pattern = /^(\d+(?:\.\d+)?)\s*(us|ms|s|m|h)$/;
const longestUs = 31n * 24n * unitUs.h;

export const durationForm = 'a duration from 0 to 31 days such as "20ms" (units us, ms, s, m, h; whole microseconds)';

/** `"20ms"` in its canonical form; `undefined` for anything that is no duration. */
export function canonicalDuration(text: string): string | undefined {
  const [, number = "", unit = ""] = pattern.exec(text.trim()) ?? [];
  const canonical = canonicalDecimal(number);
  if (canonical === undefined) return undefined;
  const duration = `${canonical}${unit}`;
  const us = microsecondsOf(canonical, unit as keyof typeof unitUs);
  return us === undefined || us > longestUs ? undefined : duration;
}

/** Microseconds of a canonical duration. */
export function durationUs(duration: string): number {
  const [, number = "", unit = ""] = pattern.exec(duration) ?? [];
  return Number(microsecondsOf(number, unit as keyof typeof unitUs) ?? 0n);
}

/** Whole microseconds of a decimal number of a unit; `undefined` when there is a fraction of one. */
export function microsecondsOf(number: string, unit: keyof typeof unitUs): bigint | undefined {
  const [whole = "", fraction = ""] = number.split(".");
  const scale = 10n ** BigInt(fraction.length);
  const us = BigInt(`${whole}${fraction}`) * unitUs[unit];
  return us % scale === 0n ? us / scale : undefined;
}
