import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { sharedData } from "../testing/shared-data.ts";
import { readCsv } from "./read-csv.ts";
import type { ReadCsvOptions } from "./read-options.ts";

/** A way to read a file and what comes of it, worked out in Python by `scripts/data-files/expect.py`. */
interface Way {
  readonly options: ReadCsvOptions;
  readonly stops?: string;
  readonly line?: number;
  readonly loads?: readonly { readonly symbol: string; readonly rows: number; readonly from: string; readonly to: string }[];
  readonly dropped?: Readonly<Record<string, number>>;
  readonly rounded?: number;
}

interface Entry {
  readonly file: string;
  readonly sha256: string;
  readonly ways: readonly Way[];
}

const table: readonly Entry[] = JSON.parse(readFileSync(new URL("./every-file.json", import.meta.url), "utf8"));

test.each(table)("$file loads, or stops with its reason, as an independent reading says", async ({ file, sha256, ways }) => {
  for (const { options, ...expected } of ways) {
    const outcome = await readCsv(sharedData(file), options).catch((error: unknown) => error);
    if (expected.loads === undefined) {
      expect(outcome).toMatchObject({ name: "DataError", code: expected.stops, message: expect.stringContaining(file) });
      if (expected.line !== undefined) expect(outcome).toMatchObject({ context: { line: expected.line } });
      continue;
    }
    const { symbols, warnings } = outcome as Awaited<ReturnType<typeof readCsv>>;
    expect(symbols.map(({ symbol, rows, from, to }) => ({ symbol, rows, from, to }))).toEqual(
      expected.loads.map(({ symbol, rows, from, to }) => ({ symbol, rows, from, to })),
    );
    expect(symbols.every((symbol) => symbol.sha256 === sha256)).toBe(true);
    const count = (code: string) => warnings.find((warning) => warning.code === code)?.count ?? 0;
    expect(count("data.badRowsSkipped")).toBe(Object.values(expected.dropped ?? {}).reduce((sum, rows) => sum + rows, 0));
    expect(count("data.rounded")).toBe(expected.rounded ?? 0);
  }
});

const docs = readFileSync(new URL("../../../docs/data-files.md", import.meta.url), "utf8");

test("docs/data-files.md lists every way of every file, and nothing else", () => {
  const rows = documentedWays();
  const used = new Set<string>();
  for (const { file, ways } of table) {
    const row = rows.find(({ patterns }) => patterns.some((pattern) => pattern.test(file)));
    expect(row, file).toBeDefined();
    for (const each of row?.patterns ?? []) used.add(each.source);
    const outcomes = ways.map(({ options, loads }) => `${flagsOf(options)}: ${loads === undefined ? "stops" : "loads"}`);
    expect(row?.ways, file).toEqual(outcomes);
  }
  expect(rows.flatMap(({ patterns }) => patterns.map(({ source }) => source)).filter((source) => !used.has(source))).toEqual([]);
});

interface DocumentedFiles {
  readonly patterns: readonly RegExp[];
  readonly ways: string[];
}

/** The last table of the page: files, options, outcome; a row without files goes on with those above. */
function documentedWays(): DocumentedFiles[] {
  const rows: DocumentedFiles[] = [];
  const lines = docs.slice(docs.indexOf("| files | options | outcome |")).split("\n").slice(2);
  for (const line of lines.filter((text) => text.startsWith("|"))) {
    const [files = "", options = "", outcome = ""] = line
      .split("|")
      .slice(1)
      .map((cell) => cell.trim());
    const patterns = [...files.matchAll(/`([^`]+)`/g)].map(([, glob = ""]) => globPattern(glob));
    if (patterns.length > 0) rows.push({ patterns, ways: [] });
    rows.at(-1)?.ways.push(`${options.replaceAll("`", "")}: ${outcome.startsWith("stops") ? "stops" : "loads"}`);
  }
  return rows;
}

function globPattern(glob: string): RegExp {
  return new RegExp(`^${glob.replace(/[.+()]/g, "\\$&").replaceAll("*", "[^/]*")}$`);
}

function flagsOf(options: ReadCsvOptions): string {
  const flag = (name: string) => `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
  return Object.entries(options)
    .map(([name, value]) => `${flag(name)} ${String(value)}`)
    .join(" ");
}
