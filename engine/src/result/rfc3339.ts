const dayMs = 86_400_000;

/** `2014-06-09T00:00:00Z`; milliseconds are written only when they are not zero. For years 0001 to 9999. */
export function rfc3339(timeMs: number): string {
  const iso = new Date(timeMs).toISOString();
  return iso.endsWith(".000Z") ? `${iso.slice(0, 19)}Z` : iso;
}

/** Like {@link rfc3339} for many ascending times: the date part is made once a day. */
export function rfc3339Formatter(): (timeMs: number) => string {
  let day = Number.NaN;
  let date = "";
  return (timeMs) => {
    const now = Math.floor(timeMs / dayMs);
    if (now !== day) {
      day = now;
      date = new Date(now * dayMs).toISOString().slice(0, 11);
    }
    const rest = timeMs - now * dayMs;
    const ms = rest % 1000;
    const seconds = (rest - ms) / 1000;
    const minutes = Math.floor(seconds / 60);
    const clock = `${two(Math.floor(minutes / 60))}:${two(minutes % 60)}:${two(seconds % 60)}`;
    return ms === 0 ? `${date}${clock}Z` : `${date}${clock}.${String(ms).padStart(3, "0")}Z`;
  };
}

const shape = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{3})?Z$/;

/** Milliseconds UTC of a time in the one form {@link rfc3339} writes; `undefined` for any other text. */
export function parseRfc3339(text: string): number | undefined {
  if (!shape.test(text)) return undefined;
  const timeMs = Date.parse(text);
  return Number.isFinite(timeMs) && rfc3339(timeMs) === text ? timeMs : undefined;
}

function two(value: number): string {
  return value < 10 ? `0${value}` : String(value);
}
