import { expect, test } from "vitest";
import { type CronExpression, parseCron } from "./cron-expression.ts";

function read(text: string): CronExpression {
  const cron = parseCron(text);
  if (typeof cron === "string") throw new Error(cron);
  return cron;
}

test("minutes and hours are lists, ranges and steps, as in crontab", () => {
  expect(read("30 9-11 * * *").minutes).toEqual([570, 630, 690]);
  expect(read("*/20 9 * * *").minutes).toEqual([540, 560, 580]);
  expect(read("15,45 9-15/3 * * *").minutes).toEqual([555, 585, 735, 765, 915, 945]);
  expect(read("10/25 0 * * *").minutes).toEqual([10, 35]);
  expect(read("* * * * *").minutes).toHaveLength(1440);
});

test("days are of the month, of the week, or either when both are restricted", () => {
  // 2024-03-15 was a Friday.
  expect(read("0 0 15 * *").onDate(15, 3, 5)).toBe(true);
  expect(read("0 0 15 APR *").onDate(15, 3, 5)).toBe(false);
  expect(read("0 0 * * mon-fri").onDate(16, 3, 6)).toBe(false);
  expect(read("0 0 1 * FRI").onDate(15, 3, 5)).toBe(true);
  expect(read("0 0 1 * FRI").onDate(1, 4, 1)).toBe(true);
  expect(read("0 0 1 * FRI").onDate(2, 4, 2)).toBe(false);
  expect([read("0 0 * * 0"), read("0 0 * * 7")].map((cron) => cron.onDate(17, 3, 0))).toEqual([true, true]);
});

test.each([
  ["60 * * * *", 'minute is "60", from 0 to 59'],
  ["0 5-3 * * *", 'hour is "5-3", from 0 to 23'],
  ["0 0 0 * *", 'day of the month is "0", from 1 to 31'],
  ["0 0 * FOO *", 'month is "FOO", from 1 to 12'],
  ["0 0 * * 8", 'day of the week is "8", from 0 to 7'],
  ["0 */0 * * *", 'hour is "*/0", from 0 to 23'],
  ["0 0 L * *", 'day of the month is "L", from 1 to 31'],
  ["0 0 * * * *", "6 fields instead of five"],
])("%j is refused: %s", (text, problem) => {
  expect(parseCron(text)).toBe(problem);
});
