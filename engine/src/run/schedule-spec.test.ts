import { expect, test } from "vitest";
import { ConfigurationError } from "../errors.ts";
import { parseSchedule } from "./schedule-spec.ts";

test("the first session and its close are meant unless said otherwise", () => {
  expect(parseSchedule({ every: "month" })).toEqual({
    every: "month",
    on: "first",
    at: { text: "close", phase: "close", anchor: "close", offsetMs: 0 },
  });
});

test("moments are the open, the close, and minutes or hours after the one or before the other", () => {
  const offsetOf = (at: string): unknown => {
    const schedule = parseSchedule({ every: "day", at });
    if (schedule.every === "cron") throw new Error("no cron was asked for");
    const { phase, anchor, offsetMs } = schedule.at;
    return [phase, anchor, offsetMs];
  };
  expect(offsetOf("open")).toEqual(["open", "open", 0]);
  expect(offsetOf("open+30m")).toEqual(["close", "open", 1_800_000]);
  expect(offsetOf("open+2h")).toEqual(["close", "open", 7_200_000]);
  expect(offsetOf("close-5m")).toEqual(["close", "close", 300_000]);
});

const everyHint =
  'Use every: "day", "week", "month", or cron of five fields such as "0 10 * * 1-5" (minute, hour, day of the month, month, day of the week).';
const cronHint = "A cron expression names its own days and times: leave on and at out.";
const atHint = 'Use at: "open", "close", or whole minutes or hours as in "open+30m" and "close-1h".';
const onHint = 'Use on: "first" or "last", with every: "week" or "month" only.';

test.each([
  [{ every: "0 24 * * 1" }, 'schedule: every is not valid, got "0 24 * * 1"', `hour is "24", from 0 to 23. ${everyHint}`],
  [{ every: "0 10 * *" }, 'schedule: every is not valid, got "0 10 * *"', `4 fields instead of five. ${everyHint}`],
  [{ every: "0 10 * * 1", at: "open" }, 'schedule: at is not valid, got "open"', cronHint],
  [{ every: "0 10 * * 1", on: "last" }, 'schedule: on is not valid, got "last"', cronHint],
  [{ every: "year" }, 'schedule: every is not valid, got "year"', everyHint],
  [{ at: "close" }, "schedule: every is not valid, got nothing", everyHint],
  [{ every: "day", at: "noon" }, 'schedule: at is not valid, got "noon"', atHint],
  [{ every: "day", at: "open-5m" }, 'schedule: at is not valid, got "open-5m"', atHint],
  [{ every: "day", at: "close-0m" }, 'schedule: at is not valid, got "close-0m"', atHint],
  [{ every: "day", at: "open+1.5h" }, 'schedule: at is not valid, got "open+1.5h"', atHint],
  [{ every: "day", at: 930 }, "schedule: at is not valid, got 930", atHint],
  [{ every: "day", on: "last" }, 'schedule: on is not valid, got "last"', onHint],
  [{ every: "month", on: "15th" }, 'schedule: on is not valid, got "15th"', onHint],
  [{ every: "month", day: 3 }, "schedule: day is not valid, got 3", "A schedule has the fields every, on and at."],
  ["month", 'schedule: got "month"', `Give an object: { every: "month", at: "close" }. ${everyHint}`],
  [undefined, "schedule: got nothing", `Give an object: { every: "month", at: "close" }. ${everyHint}`],
])("%j is refused with what is accepted", (input, message, hint) => {
  const error = errorOf(() => parseSchedule(input));
  expect([error.code, error.message, error.hint]).toEqual(["schedule.invalid", message, hint]);
});

function errorOf(call: () => unknown): ConfigurationError {
  try {
    call();
  } catch (error) {
    if (error instanceof ConfigurationError) return error;
    throw error;
  }
  throw new Error("nothing was thrown");
}
