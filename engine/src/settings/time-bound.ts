const dayPattern = /^(\d{4})-(\d{2})-(\d{2})$/;
const instantPattern = /^(\d{4}-\d{2}-\d{2})[T ](\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,3}))?)?(Z|[+-]\d{2}:\d{2})$/;

/**
 * The canonical form of a run's `from` or `to`: a date as it is (the whole exchange day), an instant with its zone as RFC 3339 UTC.
 * `undefined` for anything else, also for dates that do not exist.
 */
export function canonicalTimeBound(value: string): string | undefined {
  if (dayPattern.test(value)) return isRealDay(value) ? value : undefined;
  const parts = instantPattern.exec(value);
  if (parts === null) return undefined;
  const [, day = "", hour = "", minute = "", second = "00", fraction = "", zone = ""] = parts;
  const inRange = isRealDay(day) && Number(hour) < 24 && Number(minute) < 60 && Number(second) < 60;
  const ms = inRange ? Date.parse(`${day}T${hour}:${minute}:${second}.${fraction.padEnd(3, "0")}${zone}`) : Number.NaN;
  return Number.isNaN(ms) ? undefined : new Date(ms).toISOString().replace(".000Z", "Z");
}

/** A date as it is; `undefined` for anything else, also for dates that do not exist. */
export function canonicalDay(value: string): string | undefined {
  return dayPattern.test(value) && isRealDay(value) ? value : undefined;
}

/** Whether `from` lies after `to`; a date and an instant are compared by their dates. Both canonical. */
export function isAfter(from: string, to: string): boolean {
  const length = Math.min(from.length, to.length) === 10 ? 10 : Number.POSITIVE_INFINITY;
  const [a, b] = [from.slice(0, length), to.slice(0, length)];
  return a.length === 10 ? a > b : Date.parse(a) > Date.parse(b);
}

function isRealDay(day: string): boolean {
  const ms = Date.parse(`${day}T00:00:00Z`);
  return !Number.isNaN(ms) && new Date(ms).toISOString().startsWith(day);
}
