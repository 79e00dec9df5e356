import { expect, test } from "vitest";
import { columnsOption, type Mapping, mappingOf, optionsText, type Report, sampleColumns } from "./draft-options.ts";

function report(header: boolean, first: string[], columns: [string, string][] | null): Report {
  const rows = [
    { line: 1, cells: first },
    { line: 2, cells: first.map(() => "1") },
  ];
  return {
    sample: { delimiter: ",", header, width: first.length, rows, columns, timeFormat: null },
    problem: null,
    file: null,
    rows: 0,
    symbols: [],
    badRows: { total: 0, rules: [], rows: [] },
    warnings: [],
    coverage: [],
  };
}

const found: [string, string][] = [
  ["time", "Date"],
  ["open", "Open"],
  ["high", "High"],
  ["low", "Low"],
  ["close", "Close"],
];
const named = report(true, ["Date", "Open", "High", "Low", "Close", "Last", "Last", ""], found);
const bare = report(false, ["1420070400", "10", "12", "9", "11"], null);

test("columns are chosen by name, or by number where a name stands twice or is missing", () => {
  expect(sampleColumns(named.sample as never).map(({ value }) => value)).toEqual(["Date", "Open", "High", "Low", "Close", "6", "7", "8"]);
  expect(sampleColumns(bare.sample as never).map(({ label }) => label)).toEqual([
    "Column 1",
    "Column 2",
    "Column 3",
    "Column 4",
    "Column 5",
  ]);
});

test("what was found is the mapping, and nothing has to be said about it", () => {
  const mapping = mappingOf(named, {});
  expect(mapping).toEqual({ time: "Date", open: "Open", high: "High", low: "Low", close: "Close", volume: "-", symbol: "-" });
  expect(columnsOption(mapping, named, {})).toBeUndefined();
  expect(columnsOption({ ...mapping, close: "6" }, named, {})).toEqual({ close: "6" });
});

test("a choice that was made stays an option when it is taken back", () => {
  const before = { columns: { close: "6" } };
  expect(columnsOption({ ...mappingOf(named, before), close: "Close" }, named, before)).toEqual({ close: "Close" });
});

test("without a header every column is said, by number", () => {
  expect(mappingOf(bare, {}).time).toBeUndefined();
  const chosen: Mapping = { time: "1", open: "2", close: "3", high: "4", low: "5", volume: "-", symbol: undefined };
  expect(columnsOption(chosen, bare, {})).toEqual({ time: "1", open: "2", close: "3", high: "4", low: "5" });
});

test("options are the same whatever their order and their empty fields", () => {
  expect(optionsText({ timezone: "UTC", symbol: "" })).toBe(optionsText({ timezone: "UTC", decimal: undefined }));
  expect(optionsText({ columns: { low: "5", time: "1" }, timezone: "UTC" })).toBe(
    optionsText({ timezone: "UTC", columns: { time: "1", low: "5" } }),
  );
  expect(optionsText({ columns: { low: "5" } })).not.toBe(optionsText({ columns: { low: "4" } }));
  expect(optionsText({ timezone: "UTC" })).not.toBe(optionsText({}));
});
