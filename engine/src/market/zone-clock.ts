const minuteMs = 60_000;
/** No clock is further from UTC. */
const farthest = 15 * 60 * minuteMs;

/** The clocks of a time zone. A local time is the milliseconds of the day in UTC that shows the same. */
export interface ZoneClock {
  localOf(timeMs: number): number;
  momentOf(localMs: number): number;
}

interface OffsetSpan {
  readonly from: number;
  readonly offsetMs: number;
}

/** From lines of the moment from which an offset in minutes holds, as in `2018-03-11T07:00Z -240`; the first holds from the beginning. */
export function zoneClock(lines: readonly string[]): ZoneClock {
  const spans: readonly OffsetSpan[] = lines.map((line, index) => {
    const [moment = "", offset] = line.split(" ");
    return { from: index === 0 ? Number.NEGATIVE_INFINITY : Date.parse(moment), offsetMs: Number(offset) * minuteMs };
  });
  return {
    localOf: (timeMs) => timeMs + spanAt(spans, timeMs).offsetMs,
    momentOf(localMs) {
      const before = spanAt(spans, localMs - farthest);
      const after = spanAt(spans, localMs + farthest);
      const early = localMs - before.offsetMs;
      if (before === after || early < after.from) return early;
      return Math.max(after.from, localMs - after.offsetMs);
    },
  };
}

function spanAt(spans: readonly OffsetSpan[], timeMs: number): OffsetSpan {
  let low = 0;
  let high = spans.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >>> 1;
    if ((spans[middle]?.from ?? 0) <= timeMs) low = middle;
    else high = middle - 1;
  }
  return spans[low] ?? { from: Number.NEGATIVE_INFINITY, offsetMs: 0 };
}
