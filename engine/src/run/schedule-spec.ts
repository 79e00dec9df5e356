import { ConfigurationError } from "../errors.ts";
import { type CronExpression, parseCron } from "./cron-expression.ts";

export type ScheduleMoment = "open" | "close" | `open+${number}${"m" | "h"}` | `close-${number}${"m" | "h"}`;

/** `minute hour day-of-month month day-of-week` by the clocks of the exchange, as in `"0,30 10-15 * * 1-5"`. */
export type CronText = `${string} ${string} ${string} ${string} ${string}`;

/** When `ctx.schedule` calls. */
export interface ScheduleSpec {
  readonly every: "day" | "week" | "month" | CronText;
  /** Which session of the week or month; `"first"` unless given. Not with cron. */
  readonly on?: "first" | "last";
  /** Moment of the session; `"close"` unless given. Not with cron. */
  readonly at?: ScheduleMoment;
}

export type ParsedSchedule = SessionSchedule | CronSchedule;

export interface CronSchedule {
  readonly every: "cron";
  readonly text: string;
  readonly cron: CronExpression;
}

export interface SessionSchedule {
  readonly every: "day" | "week" | "month";
  readonly on: "first" | "last";
  readonly at: ParsedMoment;
}

export interface ParsedMoment {
  readonly text: string;
  readonly phase: "open" | "close";
  readonly anchor: "open" | "close";
  /** After the open or before the close. */
  readonly offsetMs: number;
}

const hints = {
  every:
    'Use every: "day", "week", "month", or cron of five fields such as "0 10 * * 1-5" (minute, hour, day of the month, month, day of the week).',
  on: 'Use on: "first" or "last", with every: "week" or "month" only.',
  cron: "A cron expression names its own days and times: leave on and at out.",
  at: 'Use at: "open", "close", or whole minutes or hours as in "open+30m" and "close-1h".',
} as const;

/** Checks a schedule as the user wrote it. Throws `ConfigurationError` `schedule.invalid` with the field, the value and what is accepted. */
export function parseSchedule(input: unknown): ParsedSchedule {
  if (typeof input !== "object" || input === null || Array.isArray(input)) {
    throw invalid("schedule", input, `Give an object: { every: "month", at: "close" }. ${hints.every}`);
  }
  const { every, on, at, ...rest } = input as Readonly<Record<string, unknown>>;
  const unknown = Object.keys(rest)[0];
  if (unknown !== undefined) throw invalid(unknown, rest[unknown], "A schedule has the fields every, on and at.");
  if (every !== "day" && every !== "week" && every !== "month") {
    const cron = typeof every === "string" && /\s/.test(every.trim()) ? parseCron(every) : undefined;
    if (cron === undefined || typeof cron === "string")
      throw invalid("every", every, cron === undefined ? hints.every : `${cron}. ${hints.every}`);
    for (const [field, value] of Object.entries({ on, at })) if (value !== undefined) throw invalid(field, value, hints.cron);
    return { every: "cron", text: String(every), cron };
  }
  if (on !== undefined && ((on !== "first" && on !== "last") || every === "day")) throw invalid("on", on, hints.on);
  return { every, on: on ?? "first", at: parseMoment(at ?? "close") };
}

function parseMoment(at: unknown): ParsedMoment {
  if (at === "open" || at === "close") return { text: at, phase: at, anchor: at, offsetMs: 0 };
  const match = typeof at === "string" ? /^(?:(open)\+|(close)-)([1-9]\d{0,3})([mh])$/.exec(at) : null;
  if (match === null) throw invalid("at", at, hints.at);
  const [text, , close, count, unit] = match;
  const offsetMs = Number(count) * (unit === "h" ? 3_600_000 : 60_000);
  return { text, phase: "close", anchor: close === undefined ? "open" : "close", offsetMs };
}

function invalid(field: string, value: unknown, hint: string): ConfigurationError {
  const text = value === undefined ? "nothing" : (JSON.stringify(value) ?? String(value));
  return new ConfigurationError(field === "schedule" ? `schedule: got ${text}` : `schedule: ${field} is not valid, got ${text}`, {
    code: "schedule.invalid",
    hint,
    context: { field, value },
  });
}
