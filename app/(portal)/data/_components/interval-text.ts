const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

/** The usual distance of two bars, as traders name it: 1 min, 4 h, daily, weekly. */
export function intervalText(ms: number, isDaily: boolean): string {
  if (isDaily && ms <= 4 * day) return "daily";
  if (ms === 0) return "one bar";
  if (ms >= 360 * day) return "yearly";
  if (ms >= 28 * day) return "monthly";
  if (ms === 7 * day) return "weekly";
  if (ms % day === 0) return ms === day ? "daily" : `${ms / day} days`;
  if (ms % hour === 0) return `${ms / hour} h`;
  if (ms % minute === 0) return `${ms / minute} min`;
  return `${ms / 1000} s`;
}
