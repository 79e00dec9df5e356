/** When a cron expression of five fields is due, by the clocks of a place. */
export interface CronExpression {
  /** Minutes of the day, ascending. */
  readonly minutes: readonly number[];
  /** Whether it is due on a date: day of the month from 1, month from 1, day of the week from 0, a Sunday. */
  onDate(dayOfMonth: number, month: number, weekday: number): boolean;
}

interface Field {
  readonly name: string;
  readonly min: number;
  readonly max: number;
  readonly names?: readonly string[];
}

const minute: Field = { name: "minute", min: 0, max: 59 };
const hour: Field = { name: "hour", min: 0, max: 23 };
const dayOfMonth: Field = { name: "day of the month", min: 1, max: 31 };
const month: Field = {
  ...{ name: "month", min: 1, max: 12 },
  names: ["", "JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"],
};
const weekday: Field = { name: "day of the week", min: 0, max: 7, names: ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"] };

/**
 * Reads `minute hour day-of-month month day-of-week` as crontab does: a star, numbers, names (`JAN`, `MON`), ranges (`9-16`), steps (a star or range
 * and `/5`), and lists of them; 0 and 7 are Sunday. Where both days are restricted, either of them suffices. Of any other text it answers
 * what is wrong with it.
 *
 * @example
 * parseCron("30 9-11 * * MON"); // { minutes: [570, 630, 690], onDate }
 */
export function parseCron(text: string): CronExpression | string {
  const parts = text.trim().split(/\s+/);
  const [minuteText = "", hourText = "", dayText = "", monthText = "", weekdayText = ""] = parts;
  if (parts.length !== 5) return `${parts.length} fields instead of five`;
  const fields = [
    valuesOf(minuteText, minute),
    valuesOf(hourText, hour),
    valuesOf(dayText, dayOfMonth),
    valuesOf(monthText, month),
    valuesOf(weekdayText, weekday),
  ];
  const problem = fields.find((field) => typeof field === "string");
  if (problem !== undefined) return problem;
  const [minutes, hours, days, months, weekdays] = fields as [Set<number>, Set<number>, Set<number>, Set<number>, Set<number>];
  if (weekdays.has(7)) weekdays.add(0);
  const eitherDay = !dayText.startsWith("*") && !weekdayText.startsWith("*");
  return {
    minutes: [...hours].sort(ascending).flatMap((each) => [...minutes].sort(ascending).map((at) => each * 60 + at)),
    onDate(day, inMonth, onWeekday) {
      const [isDay, isWeekday] = [days.has(day), weekdays.has(onWeekday)];
      return months.has(inMonth) && (eitherDay ? isDay || isWeekday : isDay && isWeekday);
    },
  };
}

const ascending = (a: number, b: number): number => a - b;

/** The values of a field, or what is wrong with it. */
function valuesOf(text: string, field: Field): Set<number> | string {
  const values = new Set<number>();
  for (const part of text.split(",")) {
    const [, whole, from, to, step] = /^(?:(\*)|(\w+)(?:-(\w+))?)(?:\/([1-9]\d*))?$/.exec(part) ?? [];
    const first = whole === undefined ? numberOf(from, field) : field.min;
    const lastText = to ?? from;
    const last = whole !== undefined || (to === undefined && step !== undefined) ? field.max : numberOf(lastText, field);
    if (first === undefined || last === undefined || first > last) {
      return `${field.name} is ${JSON.stringify(text)}, from ${field.min} to ${field.max}`;
    }
    for (let value = first; value <= last; value += Number(step ?? 1)) values.add(value);
  }
  return values;
}

function numberOf(text: string | undefined, { min, max, names = [] }: Field): number | undefined {
  if (text === undefined) return undefined;
  const value = /^\d+$/.test(text) ? Number(text) : names.findIndex((name) => name !== "" && name === text.toUpperCase());
  return value >= min && value <= max ? value : undefined;
}
