import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { gunzipSync, gzipSync } from "node:zlib";
import fc from "fast-check";
import {
  backtest,
  defineStrategy,
  inspectCsv,
  type MarketData,
  type ReadCsvOptions,
  readColumns,
  readCsv,
  symbolBars,
  writeColumns,
} from "../engine/src/index.ts";
import { sharedData } from "../engine/src/testing/shared-data.ts";
import { hostileText } from "./hostile-values.ts";
import { expectHolds, outcomeOf, soundHash } from "./promises.ts";
import { scratchFolder } from "./scratch-folder.ts";
import type { Target } from "./target.ts";

interface Entry {
  readonly file: string;
  readonly ways: readonly { readonly options: ReadCsvOptions }[];
}

interface Seed {
  readonly text: string;
  readonly options: ReadCsvOptions;
}

/** The beginnings of the real price files that every-file.json lists, each with the options it is read with. */
const seeds: readonly Seed[] = realFiles();

function realFiles(): readonly Seed[] {
  const table: readonly Entry[] = JSON.parse(readFileSync(new URL("../engine/src/market/every-file.json", import.meta.url), "utf8"));
  return table.flatMap(({ file, ways }) => {
    if (!/\.(csv|txt)(\.gz)?$/.test(file)) return [];
    const bytes = readFileSync(sharedData(file));
    const text = (file.endsWith(".gz") ? gunzipSync(bytes) : bytes).subarray(0, 4000).toString("utf8");
    const lines = text.split("\n").slice(0, 14).join("\n");
    return ways.map(({ options }) => ({ text: `${lines}\n`, options }));
  });
}

const actionTable = [
  "symbol,type,ex_date,pay_date,amount,ratio",
  "X,dividend,2024-01-03,2024-01-05,0.35,",
  "X,split,2024-01-04,,,7:1",
  "X,dividend,2024-01-08,,0.1234567,",
  "Y,split,2024-01-04,,,1:10",
  "",
].join("\n");

type Mutation =
  | { readonly do: "cell"; readonly row: number; readonly column: number; readonly text: string }
  | { readonly do: "byte"; readonly at: number; readonly byte: number }
  | { readonly do: "insert" | "cut"; readonly at: number; readonly text: string }
  | { readonly do: "copyRow" | "dropRow" | "swapRows" | "dropColumn" | "copyColumn"; readonly row: number; readonly column: number }
  | { readonly do: "delimiter" | "lineEnds" | "quote" | "mark" | "decimalComma" | "reverse" };

const mutation: fc.Arbitrary<Mutation> = fc.oneof(
  { weight: 5, arbitrary: fc.record({ do: fc.constant("cell" as const), row: fc.nat(16), column: fc.nat(12), text: hostileText }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("byte" as const), at: fc.nat(4000), byte: fc.nat(255) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constantFrom("insert" as const, "cut" as const), at: fc.nat(4000), text: hostileText }) },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constantFrom("copyRow" as const, "dropRow" as const, "swapRows" as const, "dropColumn" as const, "copyColumn" as const),
      row: fc.nat(16),
      column: fc.nat(12),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constantFrom(
        "delimiter" as const,
        "lineEnds" as const,
        "quote" as const,
        "mark" as const,
        "decimalComma" as const,
        "reverse" as const,
      ),
    }),
  },
);

function mutated(text: string, { do: kind, ...how }: Mutation): string {
  const { row = 0, column = 0, at = 0, text: written = "", byte = 0 } = how as Partial<Record<string, never>>;
  const lines = text.split("\n");
  const here = row % Math.max(1, lines.length);
  const eachRow = (change: (cells: string[]) => void) =>
    lines
      .map((line) => {
        const cells = line.split(",");
        change(cells);
        return cells.join(",");
      })
      .join("\n");
  switch (kind) {
    case "cell": {
      const cells = (lines[here] ?? "").split(",");
      cells[column % cells.length] = written;
      return lines.with(here, cells.join(",")).join("\n");
    }
    case "byte":
      return text.slice(0, at % (text.length + 1)) + String.fromCharCode(byte) + text.slice((at % (text.length + 1)) + 1);
    case "insert":
      return text.slice(0, at % (text.length + 1)) + written + text.slice(at % (text.length + 1));
    case "cut":
      return text.slice(0, at % (text.length + 1));
    case "copyRow":
      return lines.toSpliced(here, 0, lines[here] ?? "").join("\n");
    case "dropRow":
      return lines.toSpliced(here, 1).join("\n");
    case "swapRows":
      return lines
        .with(here, lines[lines.length - 1 - here] ?? "")
        .with(lines.length - 1 - here, lines[here] ?? "")
        .join("\n");
    case "dropColumn":
      return eachRow((cells) => void cells.splice(column % cells.length, 1));
    case "copyColumn":
      return eachRow((cells) => void cells.splice(0, 0, cells[column % cells.length] ?? ""));
    case "delimiter":
      return text.replaceAll(",", ";");
    case "lineEnds":
      return text.replaceAll("\n", "\r\n");
    case "quote":
      return text.replaceAll(/[^,\n]+/g, '"$&"');
    case "mark":
      return `\uFEFF${text}`;
    case "decimalComma":
      return text.replaceAll(",", ";").replaceAll(".", ",");
    case "reverse":
      return [lines[0], ...lines.slice(1, -1).reverse(), ""].join("\n");
  }
}

const optionChange: fc.Arbitrary<Record<string, unknown>> = fc.oneof(
  { weight: 3, arbitrary: fc.constant({}) },
  {
    weight: 2,
    arbitrary: fc.constantFrom<Record<string, unknown>>(
      { badRows: "skip" },
      { timezone: "America/New_York" },
      { timezone: "UTC" },
      { calendar: "XNYS" },
      { assetClass: "crypto" },
      { roundData: "half-even" },
      { columns: "time,open,high,low,close,volume" },
      { delimiter: ";" },
      { symbol: "X" },
    ),
  },
  {
    weight: 1,
    arbitrary: fc.dictionary(
      fc.constantFrom(
        "badRows",
        "timezone",
        "columns",
        "delimiter",
        "symbol",
        "symbols",
        "timeFormat",
        "assetClass",
        "decimalComma",
        "adjust",
      ),
      hostileText,
      { maxKeys: 2 },
    ),
  },
);

export interface CsvInput {
  readonly kind: "prices" | "actions" | "columns";
  readonly file: number;
  readonly mutations: readonly Mutation[];
  readonly options: Record<string, unknown>;
  readonly packed: boolean;
}

const inputs: fc.Arbitrary<CsvInput> = fc.record({
  kind: fc.constantFrom("prices" as const, "prices" as const, "prices" as const, "prices" as const, "actions" as const, "columns" as const),
  file: fc.nat(seeds.length - 1),
  mutations: fc.array(mutation, { maxLength: 6 }),
  options: optionChange,
  packed: fc.integer({ min: 0, max: 5 }).map((number) => number === 0),
});

const buysOnce = defineStrategy({
  onBar(ctx) {
    if (ctx.bars === 1) for (const symbol of ctx.symbols) ctx.order(symbol, 1);
  },
});

async function check({ kind, file, mutations, options, packed }: CsvInput): Promise<string> {
  const seed = seeds[file % seeds.length] as Seed;
  const text = mutations.reduce(mutated, kind === "actions" ? actionTable : seed.text);
  const bytes = Buffer.from(text, "latin1").equals(Buffer.from(text, "utf8"))
    ? Buffer.from(text)
    : Buffer.from(text, file % 2 ? "utf8" : "latin1");
  switch (kind) {
    case "prices":
      return checkPrices(packed ? gzipSync(bytes) : bytes, { ...seed.options, ...options } as ReadCsvOptions, packed);
    case "actions":
      return checkActions(bytes);
    case "columns":
      return checkColumns(mutations);
  }
}

async function checkPrices(bytes: Uint8Array, options: ReadCsvOptions, packed: boolean): Promise<string> {
  const path = join(scratchFolder(), packed ? "prices.csv.gz" : "prices.csv");
  writeFileSync(path, bytes);
  const read = await outcomeOf("readCsv", () => readCsv(path, options));
  const inspection = await outcomeOf("inspectCsv", () => inspectCsv(path, options));
  if ("refused" in read) return read.refused;
  if ("refused" in inspection) throw new Error(`inspectCsv refuses (${inspection.refused}) what readCsv reads`);
  const { problem, badRows, data: inspected } = inspection.value;
  expectHolds(problem === null, "inspectCsv has no problem with what readCsv reads");
  expectHolds(options.badRows === "skip" || badRows.total === 0, "inspectCsv finds no bad row in what readCsv reads");
  if (inspected !== null) expectSameBars(read.value, inspected, "readCsv and inspectCsv");

  await expectRoundTrips(read.value);
  const run = () =>
    outcomeOf("a run over accepted bars", () => backtest({ strategy: buysOnce, data: read.value, account: { type: "margin" } }));
  const [first, second] = [await run(), await run()];
  if ("refused" in first || "refused" in second) {
    expectHolds("refused" in first && "refused" in second && first.refused === second.refused, "two runs are refused alike");
    return "refused" in first ? `run ${first.refused}` : "";
  }
  expectHolds(soundHash(first.value) === soundHash(second.value), "two runs have the same hash");
  return "accepted";
}

/** As a column file, and as the CSV that says the same, the bars come back bit by bit. */
async function expectRoundTrips(data: MarketData): Promise<void> {
  const columns = join(scratchFolder(), "round-trip.rbt");
  await writeColumns(data, columns);
  const again = await readColumns(columns);
  expectHolds(isDeepStrictEqual(again, data), "a column file keeps what is known about its bars");
  expectSameBars(again, data, "a column file");
  const bars = symbolBars(data);
  const digits = (value: number) => String(value).replace(/\D/g, "").length;
  for (const [index, { symbol, t, o, h, l, c, v }] of bars.entries()) {
    const isPlain = [o, h, l, c, v].every((column) => column.every((value) => digits(value) <= 15 && !String(value).includes("e")));
    if (!isPlain || (t[0] ?? 0) < 0) continue;
    const isDaily = data.symbols[index]?.isDaily === true;
    const time = (ms: number) => (isDaily ? new Date(ms).toISOString().slice(0, 10) : new Date(ms).toISOString());
    const rows = Array.from(t, (ms, row) => [time(ms), o[row], h[row], l[row], c[row], v[row]].join(","));
    const path = join(scratchFolder(), "round-trip.csv");
    writeFileSync(path, ["time,open,high,low,close,volume", ...rows, ""].join("\n"));
    const written = symbolBars(await readCsv(path, { symbol, assetClass: "crypto" }));
    expectHolds(written.length === 1 && sameBars(written[0], bars[index]), "the CSV written from accepted bars gives the same bars");
  }
}

type Bars = ReturnType<typeof symbolBars>[number];

function expectSameBars(a: MarketData, b: MarketData, what: string): void {
  const [left, right] = [symbolBars(a), symbolBars(b)];
  expectHolds(left.length === right.length && left.every((bars, index) => sameBars(bars, right[index])), `${what}: the same bars`);
}

function sameBars(a: Bars | undefined, b: Bars | undefined): boolean {
  if (a === undefined || b === undefined || a.symbol !== b.symbol) return false;
  return (["t", "o", "h", "l", "c", "v"] as const).every((name) => Buffer.from(a[name].buffer).equals(Buffer.from(b[name].buffer)));
}

const week = ["2024-01-02", "2024-01-03", "2024-01-04", "2024-01-05", "2024-01-08"];

async function checkActions(bytes: Uint8Array): Promise<string> {
  const folder = scratchFolder();
  const [actions, prices] = [join(folder, "actions.csv"), join(folder, "X.csv")];
  writeFileSync(actions, bytes);
  writeFileSync(prices, ["time,open,high,low,close,volume", ...week.map((day) => `${day},70,77.7,63,70.07,1000`), ""].join("\n"));
  const data = await readCsv(prices);
  const strategy = defineStrategy({ onBar: (ctx) => void (ctx.bars === 1 && ctx.order(33)) });
  const run = () => outcomeOf("a run with an action table", () => backtest({ strategy, data, actions, cash: "5000" }));
  const [first, second] = [await run(), await run()];
  if ("refused" in first || "refused" in second) return "refused" in first ? first.refused : "";
  expectHolds(soundHash(first.value) === soundHash(second.value), "two runs have the same hash");
  return "accepted";
}

/** A column file with changed bytes is refused: every part has its sha256. */
async function checkColumns(mutations: readonly Mutation[]): Promise<string> {
  const folder = scratchFolder();
  mkdirSync(folder, { recursive: true });
  const [prices, columns] = [join(folder, "X.csv"), join(folder, "x.rbt")];
  writeFileSync(prices, ["time,open,high,low,close,volume", ...week.map((day) => `${day},70,77.7,63,70.07,1000`), ""].join("\n"));
  const data = await readCsv(prices);
  await writeColumns(data, columns);
  const whole = readFileSync(columns);
  let changed = Buffer.from(whole);
  for (const each of mutations) {
    if (each.do === "byte") changed[each.at % Math.max(1, changed.length)] = each.byte;
    if (each.do === "cut") changed = changed.subarray(0, each.at % (changed.length + 1));
    if (each.do === "insert") changed = Buffer.concat([changed.subarray(0, each.at % (changed.length + 1)), Buffer.from(each.text)]);
  }
  writeFileSync(columns, changed);
  const read = await outcomeOf("readColumns", () => readColumns(columns));
  if ("refused" in read) {
    expectHolds(!changed.equals(whole), "an unchanged column file is read");
    return read.refused;
  }
  expectSameBars(read.value, data, "a column file that is accepted");
  return "accepted";
}

export const csv: Target<CsvInput> = { inputs, check };
