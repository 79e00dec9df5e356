import { type CalendarName, type CalendarYear, calendarNames, calendarSource, calendarSummary, calendarYear } from "@rustybt/engine";
import { type Command, hasFlag } from "./command.ts";
import { exitCodes } from "./exit-codes.ts";
import { wrapText } from "./terminal.ts";
import { usageError } from "./usage-error.ts";

export const calendarCommand: Command = {
  name: "calendar",
  summary: "Shows the sessions of an exchange in a year, or which calendars there are.",
  positionals: [
    { name: "MIC", required: false, meaning: "the exchange's identifier or another name of it; without one, all calendars are listed" },
    { name: "YEAR", required: false, meaning: "such as 2024" },
  ],
  flags: [
    { name: "json", meaning: "Writes a year as an array of {session, open, close, breakStart?, breakEnd?} in UTC, closed days left out." },
  ],
  examples: [
    ["rustybt calendar", "All calendars with name, zone and range."],
    ["rustybt calendar XNYS 2024", "Every session with local and UTC hours, early closes marked, then the holidays."],
    ["rustybt calendar HKEX 2019 --json", "The same for programs, lunch breaks included."],
  ],
  notes: [`The tables were made from ${calendarSource}.`],
  async run(args, { terminal }) {
    const [name, year] = args.positionals;
    const isJson = hasFlag(args, "json");
    const json = (value: unknown) => terminal.out(`${JSON.stringify(value, null, 2)}\n`);
    if (name === undefined) {
      if (isJson) json(calendarNames());
      else terminal.out(listText());
    } else if (year === undefined) {
      const summary = calendarSummary(name);
      if (isJson) json(summary);
      else terminal.out(summaryText(summary));
    } else {
      const shown = calendarYear(name, yearOf(year));
      if (isJson) json(shown.sessions);
      else terminal.out(yearText(shown, terminal.columns));
    }
    return exitCodes.ok;
  },
};

function yearOf(text: string): number {
  if (/^\d{4}$/.test(text)) return Number(text);
  throw usageError(`the year is ${JSON.stringify(text)}, expected four digits`, "For example: rustybt calendar XNYS 2024.", {
    argument: text,
  });
}

function listText(): string {
  const rows = calendarNames().map((each) => [each.id, each.timezone, rangeOf(each), withAliases(each)]);
  return `${table([["calendar", "zone", "days known", "name"], ...rows]).join("\n")}\n\n${calendarNames().length} calendars, from ${calendarSource}\n`;
}

function withAliases({ name, aliases }: CalendarName): string {
  return aliases.length === 0 ? name : `${name} (${aliases.join(", ")})`;
}

function rangeOf({ first, last }: CalendarName): string {
  return first === null ? "every day" : `${first} to ${last}`;
}

function summaryText(summary: CalendarName & { readonly sessionsPerYear: number }): string {
  const { id, name, timezone, aliases, sessionsPerYear } = summary;
  return `${table([
    ["calendar", id],
    ["name", name],
    ["zone", timezone],
    ["days known", rangeOf(summary)],
    ["sessions a year", String(sessionsPerYear)],
    ["also", aliases.length === 0 ? "-" : aliases.join(", ")],
  ]).join("\n")}\n\nrustybt calendar ${id} 2024 shows the sessions of a year\n`;
}

const weekdays = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];

function yearText({ calendar, timezone, year, sessions, local, holidays }: CalendarYear, columns: number): string {
  const hasBreaks = sessions.some(({ breakStart }) => breakStart !== undefined);
  const rows = sessions.map(({ session, open, close, breakStart, breakEnd }, index) => {
    const hours = local[index];
    const utc = (time: string | undefined) => time?.slice(11, 16) ?? "";
    const before = open.slice(0, 10) < session ? " (day before)" : "";
    return [
      `${session} ${weekday(session)}`,
      `${hours?.open}-${hours?.close}`,
      ...(hasBreaks ? [hours?.break ?? "-"] : []),
      `${utc(open)}-${utc(close)}${before}`,
      ...(hasBreaks ? [breakStart === undefined ? "-" : `${utc(breakStart)}-${utc(breakEnd)}`] : []),
      hours?.notes.join(", ") ?? "",
    ];
  });
  const head = ["session", "local", ...(hasBreaks ? ["break"] : []), "UTC", ...(hasBreaks ? ["break"] : []), ""];
  const unusual = local.filter(({ notes }) => notes.length > 0).length;
  return [
    `${calendar} ${year}, local times in ${timezone}`,
    "",
    ...table([head, ...rows]),
    "",
    `${sessions.length} sessions, ${unusual} with unusual hours`,
    wrapText(
      `${holidays.length} holidays: ${holidays.map((day) => `${day.slice(5)} ${weekday(day)}`.replace(" ", "\u00a0")).join(", ")}`,
      columns,
      "  ",
    ).replaceAll("\u00a0", " "),
    "",
  ].join("\n");
}

function weekday(date: string): string {
  return weekdays[new Date(date).getUTCDay()] ?? "";
}

function table(rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join("  ")
      .trimEnd(),
  );
}
