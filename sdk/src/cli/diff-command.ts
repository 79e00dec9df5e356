import { type Difference, diff, type EventDifference, type FigureDifference, type LogEvent, type ResultDiff } from "@rustybt/engine";
import { type Command, hasFlag } from "./command.ts";
import { exitCodes } from "./exit-codes.ts";
import { documentPath, readResult, withLog } from "./result-file.ts";
import { type Terminal, wrapText } from "./terminal.ts";

const mostShown = 20;

export const diffCommand: Command = {
  name: "diff",
  summary: "Says what two results do not have in common, and where they first part.",
  positionals: [
    { name: "a.json", required: true, meaning: "a result document, or the folder it was written to" },
    { name: "b.json", required: true, meaning: "the other one" },
  ],
  flags: [{ name: "json", meaning: "Writes the differences as one JSON document." }],
  examples: [
    ["rustybt diff before/result.json after/result.json", "The first event that differs, what they were made from, figures that moved."],
    ["rustybt diff before after --json", "The same for programs; the exit code says whether they are equal."],
  ],
  notes: [
    "Exit code 0 for equal results, 1 for different ones, 2 when one cannot be read. Where files lie and how long a run took do not count.",
  ],
  async run(args, { terminal }) {
    const paths = args.positionals.map(documentPath);
    const [a, b] = paths.map((path) => withLog(readResult(path), path));
    if (a === undefined || b === undefined) throw new TypeError("two results are needed");
    const found = diff(a, b);
    if (hasFlag(args, "json")) terminal.out(`${JSON.stringify({ a: paths[0], b: paths[1], ...found }, null, 2)}\n`);
    else terminal.out(diffText(found, terminal));
    return found.equal ? exitCodes.ok : exitCodes.failed;
  },
};

const kindWords: Readonly<Record<string, string>> = {
  data: "the data",
  code: "the strategy's code",
  params: "parameters",
  config: "settings",
  engine: "the engine's version",
};

function diffText(found: ResultDiff, { columns }: Pick<Terminal, "columns">): string {
  const line = (text: string, indent = "  "): string => `${indent}${wrapText(text, columns - indent.length, `${indent}  `)}`;
  if (found.equal) return "equal: the same inputs, events and figures\n";
  const { kinds, inputs, event, eventsMissing, figures, parts } = found;
  const from =
    kinds.length === 0
      ? "made from the same inputs"
      : `made from different inputs: ${kinds.map((kind) => kindWords[kind] ?? kind).join(", ")}`;
  return `${[
    wrapText(`different, ${from}`, columns),
    ...section("Inputs", inputs, ({ kind, ...each }) => [line(`${kind} ${sides(each)}`)]),
    ...(event === undefined ? [] : ["", "First event that differs", ...eventLines(event, line)]),
    ...(eventsMissing === true
      ? ["", line("The event logs differ, and one of them stands in a file that is not beside its document.", "")]
      : []),
    ...section("Figures", figures, (figure) => [line(figureText(figure))]),
    ...(parts.length === 0 ? [] : ["", line(`Also different: ${parts.join(", ")}.`, "")]),
  ].join("\n")}\n`;
}

function section<T>(title: string, rows: readonly T[], show: (row: T) => readonly string[]): string[] {
  if (rows.length === 0) return [];
  const more = rows.length > mostShown ? [`  and ${rows.length - mostShown} more; --json lists all of them`] : [];
  return ["", title, ...rows.slice(0, mostShown).flatMap(show), ...more];
}

function eventLines({ index, a, b, changed }: EventDifference, line: (text: string) => string): string[] {
  const both = a ?? b;
  const place = `events[${index}], ${both?.t ?? ""}`;
  if (a === undefined || b === undefined) {
    return [line(place), line(`${a === undefined ? "a" : "b"} has ended; ${a === undefined ? "b" : "a"} goes on with ${eventWords(both)}`)];
  }
  return [
    line(place),
    line(`a: ${eventWords(a)}`),
    line(`b: ${eventWords(b)}`),
    ...changed.slice(0, mostShown).map((each) => line(sides(each))),
  ];
}

function eventWords(event: LogEvent | undefined): string {
  if (event === undefined) return "nothing";
  switch (event.type) {
    case "order":
      return `order #${event.id} ${event.status}${event.side === undefined ? "" : `, ${event.side} ${event.quantity} ${event.symbol}`}${event.reason === undefined ? "" : ` (${event.reason})`} on ${event.t}`;
    case "fill":
      return `fill ${event.id}: ${event.side} ${event.quantity} ${event.symbol} at ${event.price} on ${event.t}`;
    default:
      return `${event.type} on ${event.t}`;
  }
}

function figureText({ name, a, b, difference }: FigureDifference): string {
  return `${name}: ${value(a)} -> ${value(b)}${difference === undefined ? "" : ` (${difference.startsWith("-") ? "" : "+"}${difference})`}`;
}

function sides({ key, a, b }: Difference): string {
  return `${key}: ${value(a)} -> ${value(b)}`;
}

function value(given: unknown): string {
  if (given === undefined) return "none";
  const text = typeof given === "string" ? given : JSON.stringify(given);
  return text.length > 120 ? `${text.slice(0, 117)}...` : text;
}
